import { setTimeout as wait } from 'node:timers/promises';
import { PaymentOrchestratorError } from '../../contracts/orchestrator-error.js';
import type { Invoice } from '../simulator/togai/entities.js';
import { changeStatus } from '../simulator/togai/invoice-book.js';
import { changeTotal } from '../simulator/togai/invoice-override.js';
import { readBooks, type PaymentBook } from './books.js';
import type { Billed } from './invoices.js';
import { countUp, type Tally } from './tally.js';
import type { World } from './world.js';

/** Real milliseconds between two tries of a refund that could not be asked for. */
const GAP_MS = 700;
/** Worker and Temporal may be away for half a minute each. */
const TRIES = 90;
/** The business' own id of the refund. */
const GOODWILL = 'goodwill';

/**
 * What the business does with one invoice in its time: void it, mark it paid, bill another amount, give money back.
 * @returns the ids of refunds that were not refused
 */
export async function mindInvoice(world: World, billed: Billed, tally: Tally): Promise<readonly string[]> {
  const granted: string[] = [];
  const { voidMinutes, amountChange, merchantWish, paidByHandMinutes } = billed.plan;
  await Promise.all([
    after(world, voidMinutes, () => voidInvoice(world, billed, tally)),
    after(world, paidByHandMinutes, () => markPaidByHand(world, billed, tally)),
    after(world, amountChange?.minutes, () => changeAmount(world, billed, tally)),
    after(world, merchantWish?.minutes, async () => {
      if (await refund(world, billed, tally)) granted.push(GOODWILL);
    }),
  ]);
  return granted;
}

async function after(
  { timeScale }: World,
  minutes: number | undefined,
  act: () => void | Promise<void>,
): Promise<void> {
  if (minutes === undefined) return;
  await wait((minutes * 60_000) / timeScale);
  await act();
}

/** The business voids an invoice in Togai that nobody has paid yet, as it believes. */
function voidInvoice(world: World, billed: Billed, tally: Tally): void {
  const invoice = invoiceOf(world, billed);
  if (invoice?.status !== 'DUE') return;
  changeStatus(world.simulator.togai.store, invoice, 'VOID', 'control');
  countUp(tally, 'voided_in_togai');
  tellOf(world, billed);
}

/** Somebody brings cash for an invoice for which no money has come, as the business believes. */
function markPaidByHand(world: World, billed: Billed, tally: Tally): void {
  const invoice = invoiceOf(world, billed);
  if (invoice?.status !== 'DUE') return;
  if (paymentsOf(world, billed).some(({ status }) => given.includes(status))) return;
  changeStatus(world.simulator.togai.store, invoice, 'PAID', 'control');
  countUp(tally, 'marked_paid_by_hand');
  tellOf(world, billed);
}

/** Another amount for an invoice that nobody has paid in full yet, as the business believes. */
function changeAmount(world: World, billed: Billed, tally: Tally): void {
  const { amount, amountChange } = billed.plan;
  const invoice = invoiceOf(world, billed);
  if (amountChange === undefined || (invoice?.status !== 'DUE' && invoice?.status !== 'PARTIALLY_PAID'))
    return;
  const total = Math.floor((amount * amountChange.percent) / 100);
  // Under Razorpay's minimum nothing could be collected.
  if (total < 100) return;
  changeTotal(world.simulator.togai.store, invoice, total);
  countUp(tally, total < amount ? 'amount_lowered_in_togai' : 'amount_raised_in_togai');
  tellOf(world, billed);
}

/** Once, and nobody hears it while the receiver is away. Who gave an invoice up does not have it announced again. */
function tellOf({ togaiWebhook }: World, { invoiceId, plan: { intervention } }: Billed): void {
  if (intervention === 'cancel_by_client' || intervention === 'cancel_in_temporal') return;
  togaiWebhook.send({ event: 'invoice.updated', invoiceId });
}

/** The business gives money of a paid invoice back, and asks under the same id until it has an answer. */
async function refund(world: World, billed: Billed, tally: Tally): Promise<boolean> {
  const { invoiceId, plan } = billed;
  if (plan.merchantWish === undefined || invoiceOf(world, billed)?.status !== 'PAID') return false;
  const payment = paymentsOf(world, billed).find(({ status }) => status === 'captured');
  if (payment === undefined) return false;
  const amount = Math.floor((payment.amount * plan.merchantWish.percent) / 100);
  if (amount < 100) return false;
  for (let tries = 1; tries <= TRIES; tries += 1) {
    const answer = await askFor(world, { invoiceId, amount, paymentId: payment.id });
    if (answer !== 'ask_again') {
      countUp(tally, `merchant_refund_${answer.toLowerCase()}`);
      return answer === 'made';
    }
    await wait(GAP_MS);
  }
  return false;
}

/** `made`, `ask_again`, or why not. */
async function askFor(
  { connection, orchestrator }: World,
  wish: { readonly invoiceId: string; readonly amount: number; readonly paymentId: string },
): Promise<string> {
  try {
    const request = { connection, ...wish, refundId: GOODWILL, reason: 'storm' };
    const { status } = await orchestrator.refundPayment(request);
    return status === 'requested' ? 'ask_again' : 'made';
  } catch (error) {
    if (!(error instanceof PaymentOrchestratorError)) return 'unanswered';
    // A run that ends while it is asked has not heard it.
    return error.retryable || error.code === 'COLLECTION_ENDED' ? 'ask_again' : error.code;
  }
}

/** Money is there, or on its way. */
const given: readonly string[] = ['authorized', 'captured'];

function paymentsOf({ simulator }: World, billed: Billed): readonly PaymentBook[] {
  return readBooks(simulator, [billed])[0]?.payments ?? [];
}

function invoiceOf({ simulator }: World, { invoiceId }: Billed): Invoice | undefined {
  return simulator.togai.store.invoices.get(invoiceId);
}
