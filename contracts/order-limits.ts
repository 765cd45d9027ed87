import type { Money } from './money.js';
import type { InputProblem } from './orchestrator-error.js';
import type { OrderOptions } from './payment-request.js';

/**
 * What is wrong with order options for an order of this amount; empty if nothing is. The client library cannot know
 * the amount due, so this is checked where the order is made.
 */
export function orderAmountProblems(order: OrderOptions, amount: Money): InputProblem[] {
  const problems: InputProblem[] = [];
  const transfers = order.transfers ?? [];
  if (transfers.reduce((sum, transfer) => sum + transfer.amount, 0) > amount.amount)
    problems.push({
      field: 'order.transfers',
      limit: 'must not add up to more than the order’s amount',
      received: 'larger sum',
    });
  transfers.forEach((transfer, index) => {
    if (transfer.currency !== amount.currency)
      problems.push({
        field: `order.transfers.${index}.currency`,
        limit: `must be the order’s currency, ${amount.currency}`,
        received: 'another currency',
      });
  });
  if ((order.first_payment_min_amount ?? 0) > amount.amount)
    problems.push({
      field: 'order.first_payment_min_amount',
      limit: 'must not exceed the order’s amount',
      received: 'larger amount',
    });
  return problems;
}
