import type { Client } from '@temporalio/client';
import type { HeldReason } from '../contracts/held-reasons.js';
import { workflowTypes } from '../contracts/names.js';
import type { SyncCustomerRequest } from '../contracts/requests.js';
import { searchAttributeKeys as keys } from '../contracts/search-attributes.js';
import { OPEN_STATUS } from '../platform/temporal/open-status.js';
import { signalHint } from './hints.js';

/** More open invoices of one account than this are not told, and look by themselves. */
const MAX_TOLD = 100;

const reason: HeldReason = 'customer_not_synced';

/**
 * A connection's name holds no quote; an account's id may hold anything but slashes and spaces. Temporal on SQLite finds
 * no value with a backslash or a double quote, however it is written.
 */
function toQuery({ connection, accountId }: SyncCustomerRequest): string {
  const escaped = accountId.replaceAll('\\', '\\\\').replaceAll("'", "''");
  return [
    `WorkflowType = '${workflowTypes.invoicePayment}'`,
    OPEN_STATUS,
    `${keys.connection.name} = '${connection}'`,
    `${keys.accountId.name} = '${escaped}'`,
    `${keys.heldReason.name} = '${reason}'`,
  ].join(' AND ');
}

/**
 * Tells the collections that are held because the account had no customer that it has one now. Visibility is a second
 * or two behind, so one that was held just now is not found.
 * @returns how many were told
 * @throws whatever Temporal's client throws
 */
export async function tellHeld(client: Client, account: SyncCustomerRequest): Promise<number> {
  const held: string[] = [];
  const query = toQuery(account);
  for await (const { workflowId } of client.workflow.list({ query, pageSize: MAX_TOLD })) {
    held.push(workflowId);
    if (held.length === MAX_TOLD) break;
  }
  const hint = { evidence: 'billing', event: 'customer.synced' } as const;
  await Promise.all(held.map((workflowId) => signalHint(client, workflowId, hint)));
  return held.length;
}
