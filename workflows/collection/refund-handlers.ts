import { condition, setHandler } from '@temporalio/workflow';
import { refundPaymentUpdate, refundSignal, withdrawRefundSignal } from '../../contracts/messages.js';
import type { MerchantRefund, RefundAnswer, RefundWish } from '../../contracts/refund.js';
import { answerOf } from '../../domain/merchant-refunds.js';
import type { Collection } from './collection.js';
import { ANSWER_WITHIN, fail, shielded } from './messages.js';
import { ask, refundOf, toWish, withdraw } from './merchant-refunds.js';

/** Refunds that the merchant wants, by the client library or by hand. */
export function listenForRefunds(collection: Collection): void {
  setHandler(refundPaymentUpdate, (given) => shielded(() => answer(collection, requireWish(given))), {
    description: 'A refund that the merchant wants, idempotent by its refund id',
    validator: (given) => void requireWish(given),
  });
  setHandler(
    refundSignal,
    (input) => {
      const wish = toWish(input);
      if (wish) ask(collection, wish);
      else collection.note({ evidence: 'operator', event: 'refund.unreadable' });
    },
    {
      description:
        'Refunds a payment: {"paymentId": "pay_…", "amount": 50000}; without amount, all that is left',
    },
  );
  setHandler(withdrawRefundSignal, (input) => withdraw(collection, input), {
    description: 'Takes back a refund that is not at Razorpay yet: {"refundId": "…"}',
  });
}

function requireWish(given: unknown): RefundWish {
  const wish = toWish(given);
  if (!wish) throw fail('INVALID_INPUT', 'the update names no payment, or no amount of it');
  return wish;
}

async function answer(collection: Collection, wish: RefundWish): Promise<RefundAnswer> {
  const { refundId } = wish;
  if (collection.result) throw fail('COLLECTION_ENDED', collection.result.reason);
  if (!ask(collection, wish)) throw fail('REFUND_ID_REUSED', refundId);
  const isTold = (): boolean => isSettled(collection, refundOf(collection, refundId));
  if (!isTold()) await condition(isTold, ANSWER_WITHIN, { summary: `answer refund ${refundId} by now` });
  const refund = refundOf(collection, refundId);
  if (refund?.refusal) throw fail(refund.refusal.code, refund.refusal.detail);
  if (!refund) throw fail('COLLECTION_ENDED', refundId);
  return answerOf(refund);
}

/** There is nothing more to tell for now: Razorpay has it, or will not take it yet. */
function isSettled({ data }: Collection, refund: MerchantRefund | undefined): boolean {
  if (refund?.standing === 'asked') return false;
  return refund?.standing !== 'accepted' || refund.retryAt !== undefined || data.held !== undefined;
}
