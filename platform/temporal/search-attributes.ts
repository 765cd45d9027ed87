import type { Connection } from '@temporalio/client';
import type { SearchAttributeType } from '@temporalio/common';
import proto, { type temporal } from '@temporalio/proto';

/** One custom search attribute as it is registered with a namespace. */
export interface SearchAttributeDefinition {
  readonly name: string;
  readonly type: SearchAttributeType;
}

const { IndexedValueType } = proto.temporal.api.enums.v1;

const indexedTypes = {
  TEXT: IndexedValueType.INDEXED_VALUE_TYPE_TEXT,
  KEYWORD: IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD,
  INT: IndexedValueType.INDEXED_VALUE_TYPE_INT,
  DOUBLE: IndexedValueType.INDEXED_VALUE_TYPE_DOUBLE,
  BOOL: IndexedValueType.INDEXED_VALUE_TYPE_BOOL,
  DATETIME: IndexedValueType.INDEXED_VALUE_TYPE_DATETIME,
  KEYWORD_LIST: IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD_LIST,
} as const satisfies Record<SearchAttributeType, temporal.api.enums.v1.IndexedValueType>;

const cliTypes = {
  TEXT: 'Text',
  KEYWORD: 'Keyword',
  INT: 'Int',
  DOUBLE: 'Double',
  BOOL: 'Bool',
  DATETIME: 'Datetime',
  KEYWORD_LIST: 'KeywordList',
} as const satisfies Record<SearchAttributeType, string>;

/** The attribute as the CLI's `--search-attribute` takes it. */
export function toCliPair(attribute: SearchAttributeDefinition): string {
  return `${attribute.name}=${cliTypes[attribute.type]}`;
}

/** The namespace already has an attribute of that name with another type; Temporal cannot change a type. */
export class SearchAttributeTypeConflictError extends Error {
  override readonly name = 'SearchAttributeTypeConflictError';
}

type OperatorConnection = Pick<Connection, 'operatorService'>;

async function registered(
  connection: OperatorConnection,
  namespace: string,
): Promise<Record<string, unknown>> {
  const answer = await connection.operatorService.listSearchAttributes({ namespace });
  return answer.customAttributes;
}

/**
 * Registers those of the attributes that the namespace lacks; doing it twice changes nothing.
 * @returns the names that were added.
 * @throws SearchAttributeTypeConflictError when one is there with another type.
 */
export async function registerSearchAttributes(
  connection: OperatorConnection,
  namespace: string,
  attributes: readonly SearchAttributeDefinition[],
): Promise<string[]> {
  const present = await registered(connection, namespace);
  const conflicts = attributes.filter(
    ({ name, type }) => name in present && present[name] !== indexedTypes[type],
  );
  if (conflicts.length > 0) {
    throw new SearchAttributeTypeConflictError(
      `Namespace "${namespace}" has search attributes of another type: ${conflicts.map(toCliPair).join(', ')} expected`,
    );
  }
  const missing = attributes.filter(({ name }) => !(name in present));
  if (missing.length === 0) return [];
  await connection.operatorService.addSearchAttributes({
    namespace,
    searchAttributes: Object.fromEntries(missing.map(({ name, type }) => [name, indexedTypes[type]])),
  });
  return missing.map(({ name }) => name);
}

/** Registers the attributes on the time-skipping test server, which has no way to list what it has. */
export async function registerOnTestServer(
  connection: OperatorConnection,
  namespace: string,
  attributes: readonly SearchAttributeDefinition[],
): Promise<void> {
  await connection.operatorService.addSearchAttributes({
    namespace,
    searchAttributes: Object.fromEntries(attributes.map(({ name, type }) => [name, indexedTypes[type]])),
  });
}
