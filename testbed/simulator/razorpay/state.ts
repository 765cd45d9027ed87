import type { SimulatorClock, WebhookSender } from '../frame.js';
import type {
  CustomerEntity,
  DisputeEntity,
  DowntimeEntity,
  OrderRecord,
  PaymentRecord,
  RefundRecord,
  SettlementEntity,
} from './entities.js';
import type { InvoiceRecord } from './invoice-entity.js';
import type { IdGenerator } from './ids.js';
import type { UnusableInstrument } from './methods.js';

/** What happens when an order is created with a receipt that exists already (accounts differ). */
export type ReceiptMode = 'allow' | 'reject' | 'reuse';

/** One line of the append-only book of everything that happened. `at` is Unix milliseconds of business time. */
export interface LedgerEntry {
  readonly at: number;
  readonly object:
    | 'customer'
    | 'order'
    | 'payment'
    | 'refund'
    | 'invoice'
    | 'transfer'
    | 'settlement'
    | 'downtime'
    | 'dispute';
  readonly id: string;
  readonly from: string | null;
  readonly to: string;
  /** Subunits. */
  readonly amount?: number;
  readonly detail?: string;
}

/** A text message or e-mail that Razorpay would have sent. */
export interface Notification {
  readonly at: number;
  readonly invoiceId: string;
  readonly medium: 'sms' | 'email';
  readonly to: string;
}

/** A refund request made under an `X-Refund-Idempotency` key. */
export interface IdempotentRefund {
  readonly fingerprint: string;
  refundId: string | null;
}

/** Everything the simulated Razorpay account knows. Tests and invariants read it; only the simulator writes. */
export interface RazorpayState {
  readonly customers: Map<string, CustomerEntity>;
  readonly orders: Map<string, OrderRecord>;
  readonly ordersByReceipt: Map<string, OrderRecord[]>;
  readonly payments: Map<string, PaymentRecord>;
  readonly refunds: Map<string, RefundRecord>;
  readonly refundKeys: Map<string, IdempotentRefund>;
  readonly invoices: Map<string, InvoiceRecord>;
  readonly downtimes: Map<string, DowntimeEntity>;
  readonly disputes: Map<string, DisputeEntity>;
  readonly settlements: Map<string, SettlementEntity>;
  readonly notifications: Notification[];
  readonly ledger: LedgerEntry[];
  /** What new payments are refused for: not enabled for the account, or not available. */
  unusable: UnusableInstrument[];
  /** What refunds and transfers are paid from, in subunits. */
  balance: number;
  /** How many of the next payments the gateway refuses at once. */
  gatewayRefusals: number;
  /** How many of the next refunds come back as failed. */
  refundFailures: number;
  /** How many of the next refund requests meet an account without balance. */
  refundRefusals: number;
  /** Captures that are refused although the payment is authorized. */
  captureRefusals: number;
  /** How many of the next payments the bank approves, and then takes its word back. */
  bankReversals: number;
  /** Captures and processed refunds that the next settlement contains. */
  readonly unsettled: { payments: PaymentRecord[]; refunds: RefundRecord[] };
  settlementPlanned: boolean;
  receiptMode: ReceiptMode;
  /** Why the account takes no payments of anybody; null: it takes them. */
  merchantRefusal: MerchantRefusal | null;
  /** Payments and payment requests that were refused for it. */
  refusedForMerchant: number;
}

/** Razorpay's reasons that concern the whole account. */
export type MerchantRefusal = 'merchant_not_activated' | 'live_mode_not_enabled';

/** Business delays and amounts of the simulated account. */
export interface RazorpayFeatures {
  /** Seconds until a UPI handle that answers by itself does so. */
  readonly upiAnswerSeconds: number;
  /** Seconds until a refund is processed (5-7 working days in the world; the sandbox is quick). */
  readonly refundSeconds: number;
  /** Subunits on the account before the first capture. */
  readonly openingBalance: number;
  /** Held open by tests: what Razorpay is busy with between noting a refund key and answering. */
  readonly beforeRefund: () => Promise<void>;
}

/** What every part of this half of the simulator works on. */
export interface Account {
  readonly clock: SimulatorClock;
  readonly webhooks: WebhookSender;
  readonly newId: IdGenerator;
  readonly keyId: string;
  readonly keySecret: string;
  readonly mode: 'test' | 'live';
  readonly publicUrl: () => string;
  readonly settlementDelayMinutes: number;
  readonly features: RazorpayFeatures;
  readonly state: RazorpayState;
}

/** A state with nothing in it. */
export function emptyState(receiptMode: ReceiptMode, openingBalance: number): RazorpayState {
  return {
    customers: new Map(),
    orders: new Map(),
    ordersByReceipt: new Map(),
    payments: new Map(),
    refunds: new Map(),
    refundKeys: new Map(),
    invoices: new Map(),
    downtimes: new Map(),
    disputes: new Map(),
    settlements: new Map(),
    notifications: [],
    ledger: [],
    unusable: [],
    balance: openingBalance,
    gatewayRefusals: 0,
    refundFailures: 0,
    refundRefusals: 0,
    captureRefusals: 0,
    bankReversals: 0,
    unsettled: { payments: [], refunds: [] },
    settlementPlanned: false,
    receiptMode,
    merchantRefusal: null,
    refusedForMerchant: 0,
  };
}

/** Writes one line of the ledger, stamped with the account's clock. */
export function note(account: Account, entry: Omit<LedgerEntry, 'at'>): void {
  account.state.ledger.push({ at: account.clock.now(), ...entry });
}
