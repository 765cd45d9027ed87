import { expect, test } from 'vitest';
import type { PaymentForm } from '../../contracts/requests.js';
import { bill, booksOf, collectFrom, hint, intent, outcomeOf, pay, urlOf, useStage } from './support/shop.js';

const stage = useStage();

test('an intent is approved in the UPI app', async () => {
  const invoice = await bill(stage());
  const answer = await pay(stage(), invoice, 'intent', intent);
  await stage().customer.approveIntent(urlOf(answer, 'intent'), 'success');
  await hint(stage(), invoice);
  expect(await outcomeOf(stage(), invoice)).toMatchObject({ outcome: 'paid', amountPaid: 50_000 });
});

test('a collect request is answered by the person it went to', async () => {
  const invoice = await bill(stage());
  const answer = await pay(stage(), invoice, 'collect', collectFrom('gaurav@okhdfcbank'));
  expect(answer.next.map(({ action }) => action)).toEqual(['poll']);
  await stage().customer.answerCollect(answer.paymentId, 'success');
  await hint(stage(), invoice);
  expect(await outcomeOf(stage(), invoice)).toMatchObject({ outcome: 'paid' });
});

test('an in-app payment is collected like an intent', async () => {
  const invoice = await bill(stage());
  const inApp: PaymentForm = { ...intent, method: 'upi', upi: { flow: 'in_app' } };
  const answer = await pay(stage(), invoice, 'in-app', inApp);
  await stage().customer.approveIntent(answer.paymentId, 'success');
  await hint(stage(), invoice);
  expect(await outcomeOf(stage(), invoice)).toMatchObject({ outcome: 'paid' });
  expect(booksOf(stage(), invoice).payments[0]?.upi?.flow).toBe('in_app');
});
