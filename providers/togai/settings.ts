import type { BillingAnswer } from '../billing-system.js';
import type { TogaiHttp } from './http.js';
import { pageOf, setting, written, type TogaiSetting } from './schemas.js';

export type SettingOwner = 'ACCOUNT' | 'INVOICE_GROUP' | 'INVOICE';

/** Pages read before a setting counts as absent: an owner has some ten settings, a page holds a hundred. */
const PAGES = 10;

/** One setting of Togai's: what it is called, and what it is attached to. */
export interface SettingName {
  readonly owner: SettingOwner;
  readonly ownerId: string;
  readonly name: string;
}

/** The settings of accounts, invoice groups and invoices that are ours. */
export interface TogaiSettings {
  find(wanted: SettingName, signal?: AbortSignal): Promise<BillingAnswer<TogaiSetting | undefined>>;
  /** Looks for it first: somebody else may have made it, under an id and in a namespace of theirs. */
  write(wanted: SettingName, value: string): Promise<BillingAnswer<unknown>>;
  /** For a setting that only we make: one call when it is new. */
  put(wanted: SettingName, value: string): Promise<BillingAnswer<unknown>>;
}

/** @param namespace of settings we create; Togai documents none for these, its examples say `USER` */
export function createTogaiSettings(http: TogaiHttp, namespace: string): TogaiSettings {
  async function find(
    wanted: SettingName,
    signal?: AbortSignal,
  ): Promise<BillingAnswer<TogaiSetting | undefined>> {
    const { owner, ownerId } = wanted;
    let nextToken: string | undefined;
    for (let read = 0; read < PAGES; read += 1) {
      const query = new URLSearchParams({ entity_type: owner, entity_id: ownerId, pageSize: '100' });
      if (nextToken !== undefined) query.set('nextToken', nextToken);
      const answer = await http.call(
        {
          method: 'GET',
          path: `/settings?${query.toString()}`,
          route: '/settings',
          ...(signal === undefined ? {} : { signal }),
        },
        pageOf(setting),
      );
      if (!answer.ok) return answer;
      const found = answer.value.data.find((entry) => isWanted(entry, wanted));
      if (found !== undefined) return { ok: true, value: found };
      nextToken = answer.value.nextToken;
      if (nextToken === undefined || answer.value.data.length === 0) break;
    }
    return { ok: true, value: undefined };
  }

  function create({ owner, ownerId, name }: SettingName, value: string): Promise<BillingAnswer<unknown>> {
    const body = {
      ...{ id: name, name, value, entityType: owner, entityId: ownerId, namespace },
      dataType: 'STRING',
    };
    return http.call({ method: 'POST', path: '/settings', route: '/settings', json: body }, written);
  }

  /** The composite id is read off Togai's one published example. */
  function change(
    standing: { readonly namespace: string; readonly id: string },
    { owner, ownerId }: SettingName,
    value: string,
  ): Promise<BillingAnswer<unknown>> {
    const id = `setting.${standing.namespace}.${standing.id}.${owner}.${ownerId}`;
    return http.call(
      {
        method: 'PATCH',
        path: `/settings/${encodeURIComponent(id)}`,
        route: '/settings/:id',
        json: { value },
      },
      written,
    );
  }

  async function write(wanted: SettingName, value: string): Promise<BillingAnswer<unknown>> {
    const standing = await find(wanted);
    if (!standing.ok || standing.value?.value === value) return standing;
    return standing.value === undefined ? create(wanted, value) : change(standing.value, wanted, value);
  }

  async function put(wanted: SettingName, value: string): Promise<BillingAnswer<unknown>> {
    const created = await create(wanted, value);
    // Togai names no status of its own for a setting that exists: the change tells whether that was the reason.
    return created.ok ? created : change({ namespace, id: wanted.name }, wanted, value);
  }

  return { find, write, put };
}

/** Togai documents the customer setting's name only; its id may be the same or not. The owner is checked, should a filter be ignored. */
function isWanted(entry: TogaiSetting, { owner, ownerId, name }: SettingName): boolean {
  const named = entry.id === name || entry.name === name;
  return named && (entry.entityType ?? owner) === owner && (entry.entityId ?? ownerId) === ownerId;
}
