import { allPayments, keptOf } from './sums.js';
import type { Decision, Situation } from './situation.js';

/**
 * Facts that no program can settle: a person decides, and nothing moves meanwhile. A payment given back is settled:
 * otherwise the refund a person made would not end the holding.
 */
export function findTrouble({ facts, target }: Situation): Decision | undefined {
  const foreign = facts.foreignOrders[0];
  if (foreign) return { kind: 'hold', held: 'order_mismatch', detail: `${foreign.orderId}: ${foreign.why}` };
  for (const payment of allPayments(facts)) {
    if (keptOf(payment) === 0 && payment.status !== 'authorized') continue;
    if (payment.currency !== target.currency)
      return {
        kind: 'hold',
        held: 'payment_currency_differs',
        detail: `${payment.paymentId} is in ${payment.currency}`,
      };
    if (payment.differsByFeeOrOffer)
      return {
        kind: 'hold',
        held: 'payment_amount_differs',
        detail: `${payment.paymentId} has ${payment.amount} subunits`,
      };
  }
  return undefined;
}
