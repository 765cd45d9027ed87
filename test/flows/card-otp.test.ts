import { expect, test } from 'vitest';
import { bill, booksOf, card, outcomeOf, pay, useStage } from './support/shop.js';

const stage = useStage();

test('a card payment takes a wrong OTP, a new one, and the right one', async () => {
  const { orchestrator } = stage();
  const invoice = await bill(stage());
  const { connection, invoiceId } = invoice;
  const answer = await pay(stage(), invoice, 'card', card());
  expect(answer.next.map(({ action }) => action)).toContain('otp_generate');
  const attempt = { connection, invoiceId, attemptId: 'card' };
  expect(await orchestrator.generateOtp(attempt)).toMatchObject({ status: 'next_actions' });
  expect(await orchestrator.submitOtp({ ...attempt, otp: '123' })).toMatchObject({ status: 'refused' });
  expect(booksOf(stage(), invoice).captured).toBe(0);
  expect(await orchestrator.resendOtp(attempt)).toMatchObject({ status: 'next_actions' });
  expect(await orchestrator.submitOtp({ ...attempt, otp: '754081' })).toEqual({ status: 'accepted' });
  expect(await outcomeOf(stage(), invoice)).toMatchObject({
    outcome: 'paid',
    paymentIds: [answer.paymentId],
  });
  expect(booksOf(stage(), invoice)).toMatchObject({ togai: 'PAID', kept: 50_000 });
});

test('an OTP for an attempt nobody made is refused by name', async () => {
  const { orchestrator } = stage();
  const invoice = await bill(stage());
  const { connection, invoiceId } = invoice;
  await pay(stage(), invoice, 'card', card());
  await expect(orchestrator.generateOtp({ connection, invoiceId, attemptId: 'other' })).rejects.toMatchObject(
    {
      code: 'ATTEMPT_UNKNOWN',
    },
  );
});
