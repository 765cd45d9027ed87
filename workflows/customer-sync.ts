import {
  allHandlersFinished,
  condition,
  continueAsNew,
  setCurrentDetails,
  setHandler,
  upsertSearchAttributes,
  workflowInfo,
} from '@temporalio/workflow';
import type { CustomerSyncInput, CustomerSyncResult } from '../contracts/customer-sync.js';
import { heldReasons } from '../contracts/held-reasons.js';
import { hintSignal, syncCustomerUpdate } from '../contracts/messages.js';
import { searchAttributeKeys as keys } from '../contracts/search-attributes.js';
import { businessNow, DAY } from '../domain/clock.js';
import { activitiesOf, type ConnectionActivities } from './activity-options.js';
import { heldFor, textOf } from './collection/failures.js';
import { heldSince } from './held-since.js';

/** Flow 1: keeps one account's Razorpay customer. Held until a person helped, otherwise over in a moment. */
export async function customerSync(input: CustomerSyncInput): Promise<CustomerSyncResult> {
  const activities = activitiesOf(input.connection);
  let asked = 1;
  let answered = 0;
  let result: CustomerSyncResult | undefined;
  setHandler(hintSignal, () => {
    asked += 1;
  });
  setHandler(syncCustomerUpdate, async () => {
    // A sync that is under way may have read the account before it changed.
    const mine = answered === 0 && result === undefined && asked === 1 ? asked : (asked += 1);
    await condition(() => answered >= mine);
    if (!result) throw new Error('A sync that was answered has a result');
    return result;
  });
  for (;;) {
    const asking = asked;
    result = await syncOnce(activities, input);
    answered = asking;
    if (asked > answered) continue;
    show(result, input.time ? businessNow(input.time, Date.now()) : Date.now());
    if (result.status === 'synced') {
      await condition(allHandlersFinished);
      if (asked === answered) return result;
      continue;
    }
    await condition(() => asked > answered, DAY / (input.time?.timeScale ?? 1), {
      summary: `held: ${result.reason}; looks again in a day`,
    });
    asked = Math.max(asked, answered + 1);
    // Whoever waits for an answer is answered by the next sync first.
    if (workflowInfo().continueAsNewSuggested && allHandlersFinished())
      await continueAsNew<typeof customerSync>(input);
  }
}

async function syncOnce(
  activities: ConnectionActivities,
  { connection, accountId }: CustomerSyncInput,
): Promise<CustomerSyncResult> {
  try {
    return await activities.both.syncCustomer.executeWithOptions(
      { summary: `customer of account ${accountId}` },
      [{ connection, accountId }],
    );
  } catch (error) {
    return { status: 'held', reason: heldFor(error), detail: textOf(error) };
  }
}

function show(result: CustomerSyncResult, now: number): void {
  const held = result.status === 'held' ? result.reason : null;
  upsertSearchAttributes([
    { key: keys.state, value: result.status },
    { key: keys.heldReason, value: held },
    { key: keys.heldSince, value: held === null ? null : heldSince(held, now) },
  ]);
  setCurrentDetails(held === null ? `**${result.status}**` : `**held**: ${heldReasons[held]}`);
}
