import { WithStartWorkflowOperation, WorkflowNotFoundError, type Client } from '@temporalio/client';
import { nanoid } from 'nanoid';
import type {
  BusinessTime,
  CollectionResult,
  CollectionView,
  Hint,
  SubmitPaymentAnswer,
} from '../contracts/collection.js';
import type { ConnectionReport } from '../contracts/connection-check.js';
import type { CustomerSyncResult } from '../contracts/customer-sync.js';
import type { ConnectionHoldView } from '../contracts/connection-hold.js';
import { invoicePaymentWorkflowId } from '../contracts/ids.js';
import {
  acceptStraySignal,
  cancelSignal,
  confirmCallbackUpdate,
  dismissStraySignal,
  otpUpdate,
  submitPaymentUpdate,
  syncCustomerUpdate,
  withdrawRefundSignal,
  type OtpAnswer,
  type OtpRequest,
} from '../contracts/messages.js';
import { taskQueues, workflowTypes } from '../contracts/names.js';
import { PaymentOrchestratorError } from '../contracts/orchestrator-error.js';
import type { ReconcileInput, ReconciliationReport } from '../contracts/reconciliation.js';
import type * as requests from '../contracts/requests.js';
import type { RefundAnswer } from '../contracts/refund.js';
import { parseInput } from '../contracts/schemas/parse-input.js';
import * as schemas from '../contracts/schemas/requests.js';
import { wallClock, type Clock } from '../platform/clock.js';
import type { CardVault } from '../platform/vault/card-vault.js';
import { runCheck } from './check-connection.js';
import { readHold, release } from './connection-hold.js';
import { isTemporalAway, toCallerError, translated } from './errors.js';
import { signalHint, workflowExists, type HintResult } from './hints.js';
import { listOpen, type OpenCollection } from './open-collections.js';
import {
  customerSyncOptions,
  invoicePaymentOptions,
  reconcileOptions,
  strayPaymentOptions,
  type StartContext,
} from './start-options.js';
import { lateCollection, refundWithStart, requested } from './refund.js';
import { readState } from './state.js';
import { tellStray } from './stray-payment.js';
import { keepOtp, toSubmission } from './submission.js';
import { TakenAttempts } from './taken-attempts.js';
import { tellHeld } from './tell-held.js';

export interface PaymentOrchestratorOptions {
  /** A Temporal client whose data converter is the worker's: see `createDataConverter`. */
  readonly client: Client;
  /** Shared with the worker; card payments and OTPs need it. */
  readonly vault?: CardVault;
  /** Queue of the workflows, `payment-orchestrator` by default. */
  readonly taskQueue?: string;
  /** The business clock of storms and demos; wall time without it. */
  readonly time?: BusinessTime;
  /** Wall time. */
  readonly clock?: Clock;
  /** Milliseconds after which `submitPayment` answers `pending`; 20 s by default. */
  readonly submitTimeoutMs?: number;
  /** Milliseconds that a call which only Temporal's server answers may take; 10 s by default. */
  readonly callTimeoutMs?: number;
}

/** Other calls that wait for a worker end with a call or two to a provider, each tried within 15 s. */
const updateDeadlineMs = 60_000;

/** Milliseconds for telling collections of a sync, for which its caller waits. */
const tellingDeadlineMs = 3_000;

/**
 * What a backend calls to collect invoices. Every function parses its argument first and @throws InvalidInputError
 * (before anything is sent or started), or PaymentOrchestratorError with a `code` of `contracts/errors.ts`;
 * TEMPORAL_UNAVAILABLE can be tried again, with the same attempt id.
 */
export class PaymentOrchestrator {
  readonly #client: Client;
  readonly #vault: CardVault | undefined;
  readonly #context: StartContext;
  readonly #submitTimeoutMs: number;
  readonly #callTimeoutMs: number;
  readonly #taken = new TakenAttempts();

  constructor(options: PaymentOrchestratorOptions) {
    this.#client = options.client;
    this.#vault = options.vault;
    this.#context = {
      taskQueue: options.taskQueue ?? taskQueues.workflows,
      time: options.time,
      clock: options.clock ?? wallClock,
    };
    this.#submitTimeoutMs = options.submitTimeoutMs ?? 20_000;
    this.#callTimeoutMs = options.callTimeoutMs ?? 10_000;
  }

  /** Starts the collection of an invoice; one that runs already is left as it is, mode and all. */
  async collectInvoice(request: requests.CollectInvoiceRequest): Promise<{ readonly workflowId: string }> {
    const { connection, invoiceId, mode } = parseInput(schemas.collectInvoiceSchema, request);
    const options = invoicePaymentOptions(this.#context, { connection, invoiceId, mode });
    const handle = await this.#quickly(() =>
      this.#client.workflow.start(workflowTypes.invoicePayment, options),
    );
    return { workflowId: handle.workflowId };
  }

  /**
   * One payment attempt on an invoice, in one round trip; starts the collection (mode `direct`) if none runs. The same
   * attempt id with the same content answers the same again. `pending` means: ask again with the same attempt id.
   * @throws ATTEMPT_ID_REUSED, ATTEMPT_OPEN, ATTEMPT_LIMIT_REACHED, ALREADY_PAID, CARD_VAULT_MISSING and others
   */
  async submitPayment(request: requests.SubmitPaymentRequest): Promise<SubmitPaymentAnswer> {
    const parsed = parseInput(schemas.submitPaymentSchema, request);
    const { connection, invoiceId, attemptId } = parsed;
    const options = invoicePaymentOptions(this.#context, { connection, invoiceId, mode: 'direct' });
    const key = `${options.workflowId}/${attemptId}`;
    const submission = await toSubmission(parsed, this.#vault, this.#taken.at(key));
    return this.#taken.following(key, this.#context.clock, async () => {
      try {
        return await this.#within(this.#submitTimeoutMs, () =>
          this.#client.workflow.executeUpdateWithStart(submitPaymentUpdate, {
            args: [submission],
            // One id per call: of a known one the server repeats the answer for good, even `pending`, or a refusal that
            // no longer holds. The workflow knows attempts by their own.
            updateId: `${attemptId}/${submission.contentHash.slice(0, 12)}/${nanoid(8)}`,
            startWorkflowOperation: new WithStartWorkflowOperation(workflowTypes.invoicePayment, options),
          }),
        );
      } catch (error) {
        if (!isTemporalAway(error) || !(await this.#isThere(options.workflowId))) throw error;
        return { status: 'pending', attemptId };
      }
    });
  }

  /** Asks the bank to send an OTP for a card payment whose next actions offer `otp_generate`. */
  async generateOtp(request: requests.AttemptRequest): Promise<OtpAnswer> {
    const parsed = parseInput(schemas.attemptRequestSchema, request);
    return this.#otp(parsed, { attemptId: parsed.attemptId, step: 'generate', otp: undefined });
  }

  /** Hands in the customer's OTP. @throws CARD_VAULT_MISSING, ATTEMPT_UNKNOWN */
  async submitOtp(request: requests.SubmitOtpRequest): Promise<OtpAnswer> {
    const parsed = parseInput(schemas.submitOtpSchema, request);
    const otp = await keepOtp(parsed.otp, this.#vault);
    return this.#otp(parsed, { attemptId: parsed.attemptId, step: 'submit', otp });
  }

  /** Asks the bank to send the OTP again. */
  async resendOtp(request: requests.AttemptRequest): Promise<OtpAnswer> {
    const parsed = parseInput(schemas.attemptRequestSchema, request);
    return this.#otp(parsed, { attemptId: parsed.attemptId, step: 'resend', otp: undefined });
  }

  /** Hands in a success form that the backend's own page received. @throws CALLBACK_REFUSED */
  async confirmCallback(request: requests.ConfirmCallbackRequest): Promise<{ readonly verified: true }> {
    const parsed = parseInput(schemas.confirmCallbackSchema, request);
    return this.#ofCollection(parsed, (workflowId) =>
      this.#within(updateDeadlineMs, () =>
        this.#client.workflow
          .getHandle(workflowId)
          .executeUpdate(confirmCallbackUpdate, { args: [parsed.fields] }),
      ),
    );
  }

  /**
   * Where the collection stands, open or ended. When no worker answers within 3 s it is what the server itself
   * knows: state, outcome, amounts paid and payment ids. @throws COLLECTION_NOT_FOUND
   */
  async getState(request: requests.InvoiceRequest): Promise<CollectionView> {
    const parsed = parseInput(schemas.invoiceRequestSchema, request);
    return this.#quickly(() => readState(this.#client, this.#context.clock, parsed));
  }

  /**
   * Waits for the end of the collection; undefined if it did not end within `timeoutMs`.
   * @throws COLLECTION_NOT_FOUND, or COLLECTION_ENDED when it was terminated or cancelled in Temporal
   */
  async waitForOutcome(request: requests.WaitForOutcomeRequest): Promise<CollectionResult | undefined> {
    const parsed = parseInput(schemas.waitForOutcomeSchema, request);
    const handle = this.#client.workflow.getHandle<() => Promise<CollectionResult>>(workflowIdOf(parsed));
    const { timeoutMs } = parsed;
    if (timeoutMs === undefined) return translated(() => handle.result());
    try {
      return await this.#within(timeoutMs, () => handle.result());
    } catch (error) {
      if (isTemporalAway(error) && (await this.#isThere(handle.workflowId))) return undefined;
      throw toCallerError(error);
    }
  }

  /** Takes no new attempts any more; payments under way are waited out, then the collection ends `cancelled`. */
  async cancelCollection(request: requests.CancelCollectionRequest): Promise<void> {
    const parsed = parseInput(schemas.cancelCollectionSchema, request);
    await this.#ofCollection(parsed, (workflowId) =>
      this.#within(this.#callTimeoutMs, () =>
        this.#client.workflow.getHandle(workflowId).signal(cancelSignal, { reason: parsed.reason }),
      ),
    );
  }

  /**
   * Gives money of a captured payment back, also after its collection has ended. The same refund id with the same payment
   * and amount is one refund for good, and answers what became of it. Ends the collection unless only a surplus goes back.
   * @throws PAYMENT_UNKNOWN, PAYMENT_NOT_CAPTURED, REFUND_TOO_LARGE, REFUND_TOO_SMALL, REFUND_ID_REUSED and others
   */
  async refundPayment(request: requests.RefundPaymentRequest): Promise<RefundAnswer> {
    const parsed = parseInput(schemas.refundPaymentSchema, request);
    const options = invoicePaymentOptions(this.#context, lateCollection(parsed));
    try {
      return await refundWithStart(this.#client, parsed, options, (call) =>
        this.#within(this.#submitTimeoutMs, call),
      );
    } catch (error) {
      if (isTemporalAway(error) && (await this.#isThere(options.workflowId))) return requested(parsed);
      throw toCallerError(error);
    }
  }

  /**
   * Takes back a refund that Razorpay does not have yet, such as one it refuses. One whose request is under way goes back if
   * Razorpay takes it: whether this came in time, `getState` tells under `refunds`, by the standing `refused`.
   * @throws COLLECTION_ENDED
   */
  async withdrawRefund(request: requests.WithdrawRefundRequest): Promise<void> {
    const { refundId, ...parsed } = parseInput(schemas.withdrawRefundSchema, request);
    await this.#ofCollection(parsed, (workflowId) =>
      this.#within(this.#callTimeoutMs, () =>
        this.#client.workflow.getHandle(workflowId).signal(withdrawRefundSignal, { refundId }),
      ),
    );
  }

  /** Makes a running collection look at Razorpay and Togai now. */
  async lookAgain(request: requests.InvoiceRequest): Promise<HintResult> {
    return this.sendHint(request, { evidence: 'operator', event: 'look_again' });
  }

  /** Signals a running collection to look; what an own webhook receiver calls. Never starts anything. */
  async sendHint(request: requests.InvoiceRequest, hint: Hint): Promise<HintResult> {
    const workflowId = workflowIdOf(parseInput(schemas.invoiceRequestSchema, request));
    const parsed = parseInput(schemas.hintSchema, hint);
    return this.#quickly(() => signalHint(this.#client, workflowId, parsed));
  }

  /**
   * Money of a collection that has ended, or of none: finds out whose it is and gives it to that invoice's collection.
   * What an own webhook receiver calls when `sendHint` answers `closed` or `unknown` for a capture, an authorization, a
   * dispute or a refund that failed.
   */
  async reportStrayPayment(request: requests.StrayReport): Promise<{ readonly workflowId: string }> {
    const options = strayPaymentOptions(this.#context, parseInput(schemas.reportStrayPaymentSchema, request));
    const handle = await this.#quickly(() =>
      this.#client.workflow.start(workflowTypes.strayPayment, options),
    );
    return { workflowId: handle.workflowId };
  }

  /**
   * An operator gives a held stray payment to an invoice: to the one its notes suggest when none is named. It counts for
   * that invoice from then on. @throws STRAY_PAYMENT_NOT_FOUND
   */
  async acceptStrayPayment(request: requests.AcceptStrayPaymentRequest): Promise<void> {
    const { invoiceId, ...payment } = parseInput(schemas.acceptStrayPaymentSchema, request);
    const word = invoiceId === undefined ? {} : { invoiceId };
    await this.#quickly(() => tellStray(this.#client, payment, acceptStraySignal, word));
  }

  /** An operator says that a held stray payment is none of ours. @throws STRAY_PAYMENT_NOT_FOUND */
  async dismissStrayPayment(request: requests.DismissStrayPaymentRequest): Promise<void> {
    const { reason, ...payment } = parseInput(schemas.dismissStrayPaymentSchema, request);
    await this.#quickly(() => tellStray(this.#client, payment, dismissStraySignal, { reason }));
  }

  /**
   * Syncs an account with its Razorpay customer now, and answers what became of it or what holds it. Collections that
   * waited for the customer are told; one that visibility does not show yet looks by itself, or when it is asked to.
   */
  async syncCustomer(request: requests.SyncCustomerRequest): Promise<CustomerSyncResult> {
    const parsed = parseInput(schemas.syncCustomerSchema, request);
    const result = await translated(() =>
      this.#within(updateDeadlineMs, () =>
        this.#client.workflow.executeUpdateWithStart(syncCustomerUpdate, {
          startWorkflowOperation: new WithStartWorkflowOperation(
            workflowTypes.customerSync,
            customerSyncOptions(this.#context, parsed),
          ),
        }),
      ),
    );
    // The sync is done, whether or not somebody can be told of it.
    if (result.status === 'synced')
      await this.#within(tellingDeadlineMs, () => tellHeld(this.#client, parsed)).catch(() => undefined);
    return result;
  }

  /** Starts the sync of an account without waiting for it; a running one is left as it is. */
  async startCustomerSync(request: requests.SyncCustomerRequest): Promise<{ readonly workflowId: string }> {
    const parsed = parseInput(schemas.syncCustomerSchema, request);
    const options = customerSyncOptions(this.#context, parsed);
    const handle = await this.#quickly(() =>
      this.#client.workflow.start(workflowTypes.customerSync, options),
    );
    return { workflowId: handle.workflowId };
  }

  /**
   * Compares Togai's open invoices, Razorpay's payments and orders of the last 11 days and yesterday's settlements with our
   * collections, and accounts with their customers, makes the collections concerned look, and answers what was found and done.
   * It takes minutes where there are many. One that runs already is waited for. What the connection's schedule does by itself.
   */
  async reconcile(request: { readonly connection: string }): Promise<ReconciliationReport> {
    const parsed = parseInput(schemas.connectionRequestSchema, request);
    const options = reconcileOptions(this.#context, parsed);
    return translated(() =>
      this.#client.workflow.execute<(input: ReconcileInput) => Promise<ReconciliationReport>>(
        workflowTypes.reconcile,
        options,
      ),
    );
  }

  /** Open collections from Temporal's visibility store, which is a second or two behind. */
  async listOpenCollections(request: requests.ListOpenCollectionsRequest): Promise<OpenCollection[]> {
    const parsed = parseInput(schemas.listOpenCollectionsSchema, request);
    return this.#quickly(() => listOpen(this.#client, parsed));
  }

  /** Tries the connection's keys and tokens from the worker, and says what to enter at Razorpay. @throws UNKNOWN_CONNECTION */
  async checkConnection(connection: string): Promise<ConnectionReport> {
    const parsed = parseInput(schemas.connectionRequestSchema, { connection });
    const { taskQueue } = this.#context;
    return translated(() =>
      this.#within(updateDeadlineMs, () =>
        runCheck(this.#client, taskQueue, parsed.connection, updateDeadlineMs),
      ),
    );
  }

  /** Why the whole connection takes no payments, since when, and when the next is tried; undefined when it is not held. */
  async getConnectionHold(connection: string): Promise<ConnectionHoldView | undefined> {
    const parsed = parseInput(schemas.connectionRequestSchema, { connection });
    return this.#quickly(() => readHold(this.#client, parsed.connection));
  }

  /**
   * Lets a held connection go on, and makes every collection look that waits for it; a refusal holds it again.
   * @returns false when it is not held
   */
  async releaseConnection(request: requests.ReleaseConnectionRequest): Promise<boolean> {
    const { connection, reason } = parseInput(schemas.releaseConnectionSchema, request);
    return this.#quickly(() => release(this.#client, connection, reason));
  }

  #otp(request: requests.InvoiceRequest, message: OtpRequest): Promise<OtpAnswer> {
    return this.#ofCollection(request, (workflowId) =>
      this.#within(updateDeadlineMs, () =>
        this.#client.workflow.getHandle(workflowId).executeUpdate(otpUpdate, { args: [message] }),
      ),
    );
  }

  /** A call that needs a running collection; tells one that ended from one that never was. */
  async #ofCollection<T>(
    request: requests.InvoiceRequest,
    call: (workflowId: string) => Promise<T>,
  ): Promise<T> {
    const workflowId = workflowIdOf(request);
    try {
      return await call(workflowId);
    } catch (error) {
      if (error instanceof WorkflowNotFoundError && (await this.#isThere(workflowId)))
        throw new PaymentOrchestratorError('COLLECTION_ENDED', {}, { cause: error });
      throw toCallerError(error);
    }
  }

  /** False also when Temporal is away: then nobody can say. */
  async #isThere(workflowId: string): Promise<boolean> {
    return this.#within(2_000, () => workflowExists(this.#client, workflowId)).catch(() => false);
  }

  #quickly<T>(call: () => Promise<T>): Promise<T> {
    return translated(() => this.#within(this.#callTimeoutMs, call));
  }

  #within<T>(ms: number, call: () => Promise<T>): Promise<T> {
    return this.#client.withDeadline(this.#context.clock.now() + ms, call);
  }
}

function workflowIdOf({ connection, invoiceId }: requests.InvoiceRequest): string {
  return invoicePaymentWorkflowId(connection, invoiceId);
}
