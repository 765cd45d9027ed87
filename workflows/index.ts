// The entry of the workflow bundle.
export { checkConnection } from './check-connection.js';
export { connectionHold } from './connection-hold.js';
export { customerSync } from './customer-sync.js';
export { invoicePayment } from './invoice-payment.js';
export { reconcile } from './reconcile.js';
export { strayPayment } from './stray-payment.js';
