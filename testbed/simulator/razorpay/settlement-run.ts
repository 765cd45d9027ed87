import type { PaymentRecord, RefundRecord } from './entities.js';
import { note, type Account } from './state.js';

/** Plans the next settlement, unless one is planned already. */
export function planSettlement(account: Account): void {
  if (account.state.settlementPlanned) return;
  account.state.settlementPlanned = true;
  account.clock.at(account.clock.now() + account.settlementDelayMinutes * 60_000, () => settle(account));
}

/** Pays everything captured and not settled yet, less fees and refunds, to the business' bank. */
function settle(account: Account): void {
  const { state } = account;
  state.settlementPlanned = false;
  const { payments, refunds } = state.unsettled;
  const amount = sum(payments, netOf) - sum(refunds, (refund) => refund.entity.amount);
  // A negative sum stays open until captures outweigh the refunds.
  if (amount <= 0) return;
  state.unsettled.payments = [];
  state.unsettled.refunds = [];
  const id = account.newId('setl_');
  const createdAt = account.clock.seconds();
  payments.forEach((payment) => {
    const { fee, tax } = payment.entity;
    payment.settlementId = id;
    payment.settledCharge = { fee, tax };
  });
  refunds.forEach((refund) => (refund.settlementId = id));
  state.settlements.set(id, {
    id,
    entity: 'settlement',
    amount,
    status: 'processed',
    fees: sum(payments, (payment) => payment.entity.fee ?? 0),
    tax: sum(payments, (payment) => payment.entity.tax ?? 0),
    utr: `${createdAt}${account.newId('', 6).toLowerCase()}`,
    created_at: createdAt,
  });
  state.balance -= amount;
  note(account, { object: 'settlement', id, from: null, to: 'processed', amount });
  account.webhooks.send('settlement.processed', {
    settlement: structuredClone(state.settlements.get(id) ?? {}),
  });
}

/** What a captured payment brings in: its amount without the fee. */
export function netOf(payment: PaymentRecord): number {
  return payment.entity.amount - (payment.entity.fee ?? 0);
}

function sum<Item extends PaymentRecord | RefundRecord>(
  items: readonly Item[],
  value: (item: Item) => number,
): number {
  return items.reduce((total, item) => total + value(item), 0);
}
