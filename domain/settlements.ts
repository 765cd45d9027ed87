import type { InvoiceStatus } from '../contracts/billing.js';
import type {
  CaptureNow,
  CountedMoney,
  FeeDifference,
  SettledLine,
  SettledMoney,
  SettledSum,
  SettlementReport,
} from '../contracts/settlement.js';
import { DAY, HOUR, MINUTE } from './clock.js';

/** Razorpay's day is the Indian one, which knows no summer time. */
const INDIA_AHEAD_OF_UTC = 330 * MINUTE;

/** Lines in the report: some 300 bytes each, so that with all findings it stays far below Temporal's 2 MB. */
const MAX_LINES = 1_000;

/** Paid invoices that Togai is asked for in every run; the rest in one of a day's 24. */
const ALWAYS_ASKED = 100;
const RUNS_PER_DAY = 24;

/** @param now business time, Unix milliseconds. @returns the Indian calendar day before, `YYYY-MM-DD` */
export function indianDayBefore(now: number): string {
  return new Date(now + INDIA_AHEAD_OF_UTC - DAY).toISOString().slice(0, 10);
}

export function emptySettlements(day: string): SettlementReport {
  return { day, sums: [], lines: [], leftOut: 0, waiting: 0, unreadable: 0, foreign: 0, unasked: 0 };
}

export function withLine(report: SettlementReport, line: SettledLine): SettlementReport {
  const { lines, leftOut } = report;
  const fits = lines.length < MAX_LINES;
  return {
    ...report,
    sums: withSum(report.sums, line),
    lines: fits ? [...lines, line] : lines,
    leftOut: fits ? leftOut : leftOut + 1,
  };
}

function withSum(sums: readonly SettledSum[], line: SettledMoney): SettledSum[] {
  const { currency, kind, amount, fee, tax } = line;
  const none = { currency, payments: 0, amount: 0, fee: 0, tax: 0, refunds: 0, refunded: 0 };
  const before = sums.find((sum) => sum.currency === currency) ?? none;
  const charged = { ...before, fee: before.fee + fee, tax: before.tax + tax };
  const after =
    kind === 'payment'
      ? { ...charged, payments: before.payments + 1, amount: before.amount + amount }
      : { ...charged, refunds: before.refunds + 1, refunded: before.refunded + amount };
  return sums.includes(before) ? sums.map((sum) => (sum === before ? after : sum)) : [...sums, after];
}

/**
 * Whether this run asks Togai for a paid invoice. The day's list does not change, so that over 24 hourly runs every position
 * is asked for.
 * @param position of the invoice's first row in the day's list
 * @param now business time, Unix milliseconds
 */
export function isAskedNow(position: number, now: number): boolean {
  return position < ALWAYS_ASKED || position % RUNS_PER_DAY === Math.floor(now / HOUR) % RUNS_PER_DAY;
}

/** Whether the rows of one page are all that was counted, so that nobody has to be asked what is left of it. */
export function agreesAlone(counted: CountedMoney, rows: readonly SettledMoney[]): boolean {
  const sum = rows.reduce((total, { amount }) => total + amount, 0);
  return (
    sum === counted.amount &&
    rows.every(({ kind }) => kind === 'payment') &&
    counted.paymentIds.every((id) => rows.some(({ paymentId }) => paymentId === id))
  );
}

export interface SettlementDifference {
  /** Id of the payment or refund. */
  readonly subject: string;
  readonly found: string;
  readonly fees?: FeeDifference;
}

/**
 * How settled money differs from what was counted. A payment may be settled on one day and its refund on another: what
 * Razorpay now says of all counted payments is compared, and each row with its own payment.
 */
export function differencesOf(
  counted: CountedMoney,
  rows: readonly SettledMoney[],
  captures: readonly CaptureNow[],
): SettlementDifference[] {
  const ofPayments = rows.flatMap((row) => {
    const capture = captures.find(({ paymentId }) => paymentId === row.paymentId);
    return row.kind === 'payment' && capture ? (differenceOf(row, capture) ?? []) : [];
  });
  const stillThere = captures.reduce((sum, { amount, refunded }) => sum + amount - refunded, 0);
  const concerned = rows.find(({ kind }) => kind === 'refund') ?? rows[0];
  const isSettledOtherwise = ofPayments.some(({ fees }) => fees === undefined);
  // What went back since is told by the row of its refund, which another page or another day may have.
  const isSumRight = stillThere === counted.amount || agreesAlone(counted, rows);
  if (isSettledOtherwise || isSumRight || concerned === undefined) return ofPayments;
  const found = concerned.kind === 'refund' ? 'refund_not_counted' : 'counted_amount_differs';
  return [{ subject: concerned.id, found }, ...ofPayments];
}

/** Another amount has another fee: that is told alone. */
function differenceOf(
  { id, amount, fee, tax }: SettledMoney,
  capture: CaptureNow,
): SettlementDifference | undefined {
  if (capture.amount !== amount) return { subject: id, found: 'settled_amount_differs' };
  const { fee: ownFee, tax: ownTax } = capture;
  if ((ownFee ?? fee) === fee && (ownTax ?? tax) === tax) return undefined;
  const fees = { settled: { fee, tax }, payment: { fee: ownFee, tax: ownTax } };
  return { subject: id, found: 'fee_differs', fees };
}

/** Whether Togai says of an invoice what a running collection may have written so far: the rest can be on its way. */
export function isWrittenSoFar(status: InvoiceStatus | undefined): boolean {
  return status === 'PAID' || status === 'PARTIALLY_PAID';
}

/** Whether Togai says of an invoice what its collection wrote there. */
export function isWrittenBack(
  status: InvoiceStatus | undefined,
  { outcome, amount, markedPaid }: Pick<CountedMoney, 'outcome' | 'amount' | 'markedPaid'>,
): boolean {
  switch (status) {
    case 'PAID':
      // Togai knows no partial refund, and a recorded payment stays recorded: only a mark of ours is to be taken back.
      return outcome !== 'refunded' || amount > 0 || markedPaid === undefined;
    case 'PARTIALLY_PAID':
      return outcome === 'partially_paid';
    case 'REFUND_INITIATED':
    case 'REFUND_COMPLETED':
      return outcome === 'refunded';
    default:
      return false;
  }
}
