// The entry of the workflow bundle.
export { checkConnection } from './check-connection.js';
export { customerSync } from './customer-sync.js';
export { invoicePayment } from './invoice-payment.js';
export { strayPayment } from './stray-payment.js';
