/** The package's entry: what backend services import. */
export { PaymentOrchestrator, type PaymentOrchestratorOptions } from './orchestrator.js';
export type { HintResult } from './hints.js';
export type { OpenCollection } from './open-collections.js';

export {
  errorCodes,
  type ErrorClass,
  type ErrorCode,
  type ErrorDetails,
  type ProviderRefusal,
} from '../contracts/errors.js';
export {
  InvalidInputError,
  PaymentOrchestratorError,
  type InputProblem,
} from '../contracts/orchestrator-error.js';
export type * from '../contracts/requests.js';
export type * from '../contracts/collection.js';
export { failureAdvice, type FailedPayment } from '../contracts/failed-payment.js';
export type { ConnectionReport } from '../contracts/connection-check.js';
export type { ConnectionHeldReason, ConnectionHoldView } from '../contracts/connection-hold.js';
export { reconciliationToCsv, settlementsToCsv } from './reconciliation-csv.js';
export type {
  PartReport,
  ReconciliationDeed,
  ReconciliationFinding,
  ReconciliationPart,
  ReconciliationReport,
} from '../contracts/reconciliation.js';
export type { DowntimeAdvice, DowntimeSeverity } from '../contracts/downtime.js';
export type { Alternatives } from '../contracts/instruments.js';
export type { FeeDifference, SettledLine, SettledSum, SettlementReport } from '../contracts/settlement.js';
export type { CustomerSyncResult } from '../contracts/customer-sync.js';
export type { CallbackFields, OtpAnswer } from '../contracts/messages.js';
export type { Money } from '../contracts/money.js';
export type {
  NextAction,
  OrderOptions,
  PaymentConfig,
  Transfer,
  UpiDetails,
} from '../contracts/payment-request.js';
export type { CollectionMode } from '../contracts/policy.js';
export type { MerchantRefund, RefundAnswer, RefundStanding, RefundWish } from '../contracts/refund.js';
export { heldReasons, type HeldReason } from '../contracts/held-reasons.js';

/** A Temporal client must encrypt and decrypt with the worker's keys: give it this data converter. */
export { createDataConverter } from '../platform/temporal/data-converter.js';
export { KeyRingError, parseKeyRing, type KeyRing } from '../platform/temporal/key-ring.js';

/** Card details wait in a vault that the backend shares with the worker. */
export { CardSecret, type CardDetails } from '../platform/vault/card-secret.js';
export type { CardVault } from '../platform/vault/card-vault.js';
export { createInMemoryVault } from '../platform/vault/in-memory-vault.js';
