import type { Client } from '@temporalio/client';
import type { temporal } from '@temporalio/proto';

/** One page of what visibility lists. */
export interface ListedPage {
  readonly executions: readonly temporal.api.workflow.v1.IWorkflowExecutionInfo[];
  /** Where the next page begins, as text; undefined after the last one. */
  readonly next: string | undefined;
}

/**
 * Temporal: one page, for a list that goes on in another activity or run, which the SDK's own iterator cannot.
 * @param token `next` of the page before
 */
export async function listPage(
  client: Client,
  { query, pageSize, token }: { query: string; pageSize: number; token: string | undefined },
): Promise<ListedPage> {
  const { executions, nextPageToken } = await client.workflowService.listWorkflowExecutions({
    ...{ namespace: client.options.namespace, query, pageSize },
    ...(token !== undefined && { nextPageToken: Buffer.from(token, 'base64') }),
  });
  const next = Buffer.from(nextPageToken).toString('base64');
  return { executions, next: next === '' ? undefined : next };
}
