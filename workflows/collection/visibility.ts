import { setCurrentDetails, upsertSearchAttributes, workflowInfo } from '@temporalio/workflow';
import type { SearchAttributeUpdatePair } from '@temporalio/common';
import type { CollectionOutcome, CollectionState, HeldAttempt } from '../../contracts/collection.js';
import { heldReasons } from '../../contracts/held-reasons.js';
import type { MerchantRefund } from '../../contracts/refund.js';
import { searchAttributeKeys as keys } from '../../contracts/search-attributes.js';
import { disputeText } from '../../domain/disputes.js';
import { failedPayments, failureText, refusalText } from '../../domain/failed-payments.js';
import { formatMoney } from '../../domain/money.js';
import { comingText, nextReminder, stepText } from '../../domain/reminders.js';
import { searchableIds, searchablePayments } from '../../domain/searchable-ids.js';
import { kept } from '../../domain/sums.js';
import type { Collection } from './collection.js';

/** Shows the Temporal UI what a collection is and waits for, until when, and what was decided last. */
export function showWaiting(collection: Collection): void {
  upsert(pairs(collection, collection.data.state, undefined));
  setCurrentDetails(details(collection));
}

/** The same, before a step that a provider's outage may make long. */
export function showActing(collection: Collection, state: CollectionState, what: string): void {
  Object.assign(collection.data, { state, waitingFor: what });
  showWaiting(collection);
}

export function showEnd(collection: Collection, outcome: CollectionOutcome, reason: string): void {
  upsert(pairs(collection, 'ended', outcome));
  setCurrentDetails(`**${outcome}**: ${reason}`);
}

/** Only what changed costs a history event; what a run before, or the start, has set is still there. */
export function upsert(all: readonly SearchAttributeUpdatePair[]): void {
  const known = new Map(
    workflowInfo()
      .typedSearchAttributes.getAll()
      .map(({ key, value }) => [key.name, JSON.stringify(value)]),
  );
  const changed = all.filter(
    ({ key, value }) => known.get(key.name) !== (value === null ? undefined : JSON.stringify(value)),
  );
  if (changed.length > 0) upsertSearchAttributes(changed);
}

function pairs(
  collection: Collection,
  state: string,
  outcome: CollectionOutcome | undefined,
): SearchAttributeUpdatePair[] {
  const { data } = collection;
  const method = data.attempts.at(-1)?.method ?? data.facts.orders.at(-1)?.payments.at(-1)?.method;
  const amounts = data.invoice?.amounts;
  const currency = data.target?.currency ?? (amounts?.kind === 'exact' ? amounts.total.currency : undefined);
  const held = outcome === undefined ? data.held : undefined;
  const requests = data.rounds.flatMap(({ razorpayInvoiceId }) => razorpayInvoiceId ?? []);
  return [
    { key: keys.connection, value: collection.connection },
    { key: keys.invoiceId, value: collection.invoiceId },
    { key: keys.accountId, value: data.invoice?.ownerId ?? null },
    { key: keys.state, value: state },
    { key: keys.outcome, value: outcome ?? null },
    { key: keys.method, value: method ?? null },
    { key: keys.heldReason, value: held?.reason ?? null },
    { key: keys.heldSince, value: held ? new Date(held.since).toISOString() : null },
    { key: keys.currency, value: currency ?? null },
    { key: keys.orderIds, value: orNull(searchableIds(collection.orderIds())) },
    { key: keys.paymentIds, value: orNull(searchablePayments(collection.paymentIds(), data.facts)) },
    { key: keys.razorpayInvoiceIds, value: orNull(searchableIds(requests)) },
    { key: keys.amountDue, value: data.target?.amount ?? null },
    { key: keys.amountPaid, value: kept(data.facts) },
    { key: keys.dueDate, value: data.invoice?.dueDate === undefined ? null : new Date(data.invoice.dueDate) },
    { key: keys.nextLook, value: outcome === undefined ? new Date(data.nextLook) : null },
    { key: keys.openedAt, value: new Date(data.openedAt) },
  ];
}

function orNull(list: readonly string[]): string[] | null {
  return list.length === 0 ? null : [...list];
}

/** Markdown for the UI's current details: what is waited for, until when, and what was decided last. */
function details(collection: Collection): string {
  const { data } = collection;
  const lines = [
    `**${data.state}**, waits for ${data.waitingFor}`,
    `looks again at ${new Date(data.nextLook).toISOString()}`,
  ];
  if (data.target) lines.push(`${formatMoney(data.target)} due, ${kept(data.facts)} subunits kept`);
  if (data.heldAttempt) lines.push(heldAttemptText(data.heldAttempt));
  lines.push(...failureLines(collection));
  lines.push(...reminderLines(collection), ...(data.merchantRefunds ?? []).map(refundText));
  lines.push(...(data.facts.disputes ?? []).map((dispute) => `dispute ${disputeText(dispute)}`));
  if (data.held) {
    lines.push(`held since ${new Date(data.held.since).toISOString()}: ${heldReasons[data.held.reason]}`);
    lines.push(data.held.detail);
  }
  if (data.lastVerdict)
    lines.push(
      `decided ${data.lastVerdict.decision} because ${data.lastVerdict.reason} (${data.lastVerdict.evidence.join(', ') || 'poll'})`,
    );
  return lines.map((line) => `- ${line}`).join('\n');
}

/** On a hosted page a customer may fail as often as they like: the last one tells what to do. */
function failureLines({ data }: Collection): string[] {
  const situation = { ...data, ended: false };
  const refused = refusalText(situation);
  const failures = failedPayments(situation);
  const last = failures.at(-1);
  const count = data.facts.orders.reduce(
    (sum, { olderFailures = 0 }) => sum + olderFailures,
    failures.length,
  );
  return [
    ...(count > 1 ? [`${count} payments failed`] : []),
    ...(last ? [failureText(last)] : []),
    ...(refused === undefined ? [] : [refused]),
  ];
}

/** What the customer was told when, and when the next step is due. */
function reminderLines(collection: Collection): string[] {
  const { data } = collection;
  const sent = (data.reminders ?? []).map(({ step, at, channels, failed }) => {
    const doubt = failed.length === 0 ? '' : `; without success by ${failed.join(', ')}`;
    return `reminded at ${new Date(at).toISOString()} by ${channels.join(', ')}, ${stepText(step)}${doubt}`;
  });
  const next = nextReminder(data, collection.now());
  return next ? [...sent, `${comingText(next)}, at ${new Date(next.at).toISOString()}`] : sent;
}

/** Which attempt was not sent yet, and until when. */
function heldAttemptText({ submission, lookAgainAt, until }: HeldAttempt): string {
  const [next, latest] = [lookAgainAt, until].map((at) => new Date(at).toISOString());
  return `attempt ${submission.attemptId} held by a downtime, asked after at ${next}, sent at ${latest} at the latest`;
}

/** What the merchant wanted back, and what became of it. */
function refundText({ wish, standing, amount, refusal }: MerchantRefund): string {
  const much = amount ?? wish.amount ?? 'all';
  const why = refusal ? `: ${refusal.code} (${refusal.detail})` : '';
  return `refund ${wish.refundId} of ${wish.paymentId}, ${much} subunits: ${standing}${why}`;
}
