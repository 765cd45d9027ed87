import { isCancellation, workflowInfo } from '@temporalio/workflow';
import type { Hint } from '../../contracts/collection.js';
import {
  reconciliationParts,
  type AccountSample,
  type HeldWorkflow,
  type ListWindow,
  type PartReport,
  type ReconcileInput,
  type ReconciliationCursor,
  type ReconciliationFinding,
  type ReconciliationPart,
  type ReconciliationReport,
} from '../../contracts/reconciliation.js';
import type { SettlementReport } from '../../contracts/settlement.js';
import { EMPTY_SAMPLE } from '../../domain/account-sample.js';
import { businessNow, SECOND } from '../../domain/clock.js';
import { withHeld } from '../../domain/held.js';
import {
  disputesBefore,
  emptyParts,
  firstPage,
  refundsBefore,
  windowsBefore,
  withFinding,
  withRead,
} from '../../domain/reconciliation.js';
import { emptySettlements, indianDayBefore } from '../../domain/settlements.js';
import { activitiesOf, type ConnectionActivities } from '../activity-options.js';
import { codeOf } from '../collection/failures.js';

/** One reconciliation under way: where it stands, what it found, and the calls it makes. */
export class Reconciliation {
  readonly connection: string;
  readonly activities: ConnectionActivities;
  readonly windows: readonly ListWindow[];
  readonly #input: ReconcileInput;
  /** Business time, Unix milliseconds; the same in every run of the chain. */
  readonly startedAt: number;
  readonly #parts: Record<ReconciliationPart, PartReport>;
  cursor: ReconciliationCursor | undefined;
  settled: SettlementReport;
  sample: AccountSample;

  constructor(input: ReconcileInput) {
    const { connection, carried, reach } = input;
    this.#input = input;
    this.connection = connection;
    // The next run reads it again, and what stays unreadable must not keep this one from all that comes after it.
    this.activities = activitiesOf(connection, ['PROVIDER_ANSWER_UNREADABLE']);
    this.startedAt = carried?.startedAt ?? this.now();
    this.windows = windowsBefore(this.startedAt, reach?.days);
    // A run of an earlier version carries no parts that were added since.
    this.#parts = { ...emptyParts(), ...carried?.parts };
    this.cursor = carried?.cursor ?? firstPage();
    this.sample = carried?.sample ?? EMPTY_SAMPLE;
    this.settled = carried?.settled ?? emptySettlements(indianDayBefore(this.startedAt));
  }

  get time(): ReconcileInput['time'] {
    return this.#input.time;
  }

  get pageSize(): number | undefined {
    return this.#input.reach?.pageSize;
  }

  /** The same in every run of the chain. */
  get disputesWindow(): ListWindow {
    return disputesBefore(this.startedAt);
  }

  /** The same in every run of the chain. */
  get refundsWindow(): ListWindow {
    return refundsBefore(this.startedAt);
  }

  now(): number {
    const { time } = this.#input;
    return time === undefined ? Date.now() : businessNow(time, Date.now());
  }

  read(part: ReconciliationPart, entries: number): void {
    this.#parts[part] = withRead(this.#parts[part], entries);
  }

  found(part: ReconciliationPart, finding: ReconciliationFinding): void {
    this.#parts[part] = withFinding(this.#parts[part], finding);
  }

  holds(total: number, oldest: readonly HeldWorkflow[]): void {
    this.#parts.held = withHeld(this.#parts.held, total, oldest);
  }

  /** A provider refused this list for good; the others are read all the same. */
  fail({ list }: ReconciliationCursor, failed: string): void {
    const concerned: Readonly<Record<typeof list, readonly ReconciliationPart[]>> = {
      held: ['held'],
      open_invoices: ['open_invoices'],
      stopped: ['stopped_collections'],
      payments: ['captures', 'authorizations'],
      orders: ['attempted_orders'],
      settlements: ['settlements'],
      disputes: ['disputes'],
      refunds: ['refunds'],
      accounts: ['accounts'],
      customers: ['customers'],
    };
    for (const part of concerned[list]) this.#parts[part] = { ...this.#parts[part], failed };
  }

  /**
   * Follows one entry of a list. One that went away or that cannot be read is listed, and costs no other.
   * @returns false when it was listed so
   */
  async follow(
    part: ReconciliationPart,
    entry: Pick<ReconciliationFinding, 'subject' | 'invoiceId'>,
    what: () => Promise<void>,
  ): Promise<boolean> {
    try {
      await what();
      return true;
    } catch (error) {
      // A key that was refused is refused for every entry.
      if (isCancellation(error) || codeOf(error) === 'CREDENTIALS_REFUSED') throw error;
      this.found(part, { ...entry, found: 'unreadable', done: 'listed' });
      return false;
    }
  }

  /** @returns false when no collection of the invoice runs */
  hint(
    invoiceId: string,
    event: string,
    about: Pick<Hint, 'paymentId' | 'orderId' | 'disputeId'>,
  ): Promise<boolean> {
    const hint: Hint = { evidence: 'reconciliation', event, ...about };
    return this.activities.razorpay.hintCollection.executeWithOptions(
      { summary: `${invoiceId} is to look: ${event}` },
      [{ connection: this.connection, invoiceId, hint }],
    );
  }

  toCarryOn(cursor: ReconciliationCursor): ReconcileInput {
    const { startedAt, settled, sample } = this;
    return { ...this.#input, carried: { startedAt, cursor, parts: this.#parts, settled, sample } };
  }

  report(): ReconciliationReport {
    return {
      connection: this.connection,
      from: (this.windows[0]?.from ?? 0) * SECOND,
      startedAt: this.startedAt,
      finishedAt: this.now(),
      parts: this.#parts,
      settled: this.settled,
    };
  }

  /** For the Temporal UI. */
  describe(): string {
    const lines = reconciliationParts.map((part) => {
      const { read, done, failed } = this.#parts[part];
      const deeds = Object.entries(done).filter(([, count]) => count > 0);
      const told = deeds.map(([deed, count]) => `${deed} ${count}`).join(', ') || 'nothing found';
      return `- ${part}: ${read} read, ${failed === undefined ? told : `failed: ${failed}`}`;
    });
    return [`reading: ${this.cursor?.list ?? 'done'}`, '', ...lines].join('\n');
  }

  get taskQueue(): string {
    return workflowInfo().taskQueue;
  }
}
