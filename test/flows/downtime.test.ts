import { expect, test } from 'vitest';
import { bill, booksOf, card, netbanking, pay, ref, until, useStage } from './support/shop.js';

const stage = useStage();

test('the caller is told of an outage of its instrument, with what is healthy, also when it was refused', async () => {
  const { razorpay } = stage().simulator;
  const bank = razorpay.startDowntime({
    ...{ method: 'netbanking', instrument: { bank: 'HDFC' }, severity: 'high' },
  });
  razorpay.startDowntime({ method: 'upi', instrument: { psp: 'ALL' }, severity: 'medium' });
  razorpay.startDowntime({ method: 'card', instrument: { network: 'VISA' }, severity: 'low' });
  const invoice = await bill(stage());
  const refused = await stage().orchestrator.submitPayment({
    ...{ ...ref(invoice), attemptId: 'by-bank', payment: netbanking },
  });
  const healthyMethods = ['card', 'netbanking'];
  expect(refused).toMatchObject({
    status: 'refused',
    downtime: { severity: 'high', method: 'netbanking', instrument: { bank: 'HDFC' }, healthyMethods },
  });
  expect(refused.downtime?.since).toBe(bank.begin * 1_000);
  // The same id answers the same again, and the state shows it.
  expect(
    await stage().orchestrator.submitPayment({ ...ref(invoice), attemptId: 'by-bank', payment: netbanking }),
  ).toEqual(refused);

  const other = await pay(stage(), invoice, 'other-bank', {
    ...netbanking,
    method: 'netbanking',
    bank: 'SBIN',
  });
  expect(other).not.toHaveProperty('downtime');
  const visa = await pay(stage(), invoice, 'by-card', card(), { replace: true });
  expect(visa.downtime).toMatchObject({ severity: 'low', instrument: { network: 'VISA' }, certain: true });
  const { attempts } = await until(stage(), invoice, { state: 'awaiting_customer' });
  expect(attempts.map(({ answer }) => answer.downtime?.severity)).toEqual(['high', undefined, 'low']);
  expect(booksOf(stage(), invoice).payments).toHaveLength(3);
});
