import { afterAll, afterEach, expect, test } from 'vitest';
import { MINUTE } from '../../domain/clock.js';
import { startWorker } from '../support/worker.js';
import { forgotten, hasty, holdUntil, letGo, released, submit } from './support/holding.js';
import { bill, booksOf, pay, ref, until, useStage } from './support/shop.js';

const options = hasty();
const stage = useStage(options);
afterAll(() => options.close());
afterEach(() => letGo(stage()));

const held = { status: 'refused', refusal: { code: 'CONNECTION_HELD', concerns: 'connection' } };

test('an account that is not activated holds the connection; one payment tries it, and releases everybody', async () => {
  const { razorpay } = stage().simulator;
  razorpay.refuseMerchant('merchant_not_activated');
  const [first, second, third] = [await bill(stage()), await bill(stage()), await bill(stage())];
  expect(await submit(stage(), first, 'a')).toMatchObject({
    status: 'refused',
    refusal: { reason: 'merchant_not_activated', concerns: 'connection' },
  });
  const view = await holdUntil(stage(), { state: 'held', reason: 'merchant_not_activated', refusals: 1 });
  expect(view.nextProbe - view.since).toBe(10 * MINUTE);
  expect(await submit(stage(), second, 'a')).toMatchObject(held);
  expect(booksOf(stage(), second).orders).toEqual([]);
  expect(razorpay.state.refusedForMerchant).toBe(1);
  // The payment request of the third waits, visibly.
  await stage().orchestrator.collectInvoice({ ...ref(third), mode: 'payment_request' });
  await until(stage(), third, { state: 'held', held: { reason: 'connection_held' } });
  // It is what is tried when the gap is over; the account is still closed.
  await holdUntil(stage(), { probes: 1, lastProbe: { invoiceId: third.invoiceId, end: 'refused' } });
  expect(razorpay.state.refusedForMerchant).toBe(2);
  razorpay.refuseMerchant(null);
  expect(await released(stage())).toMatchObject({
    reason: 'merchant_not_activated',
    release: { by: 'probe', why: `a payment of ${third.invoiceId} was taken` },
  });
  await until(stage(), third, { state: 'awaiting_customer' });
  await forgotten();
  await pay(stage(), second, 'b');
  const { attempts } = await stage().orchestrator.getState(ref(second));
  expect(attempts).toHaveLength(2);
});

test('of payments that come together to two workers when one may be tried, one is sent', async () => {
  const { razorpay } = stage().simulator;
  const second = await startWorker(stage().config);
  const invoices = await Promise.all(Array.from({ length: 8 }, () => bill(stage())));
  razorpay.refuseMerchant('merchant_not_activated');
  const before = razorpay.state.refusedForMerchant;
  await submit(stage(), invoices[0]!, 'a');
  const { nextProbe } = await holdUntil(stage(), { state: 'held' });
  await expect.poll(() => stage().simulator.clock.now() > nextProbe, { timeout: 10_000 }).toBe(true);
  await forgotten();
  const answers = await Promise.all(invoices.map((invoice) => submit(stage(), invoice, 'b')));
  await second.close();
  const tried = answers.filter(
    (answer) => answer.status === 'refused' && answer.refusal.code !== 'CONNECTION_HELD',
  );
  expect(tried).toMatchObject([{ refusal: { reason: 'merchant_not_activated' } }]);
  expect(razorpay.state.refusedForMerchant - before).toBe(2);
});

test('leave under which nothing was sent goes to the next payment', async () => {
  const { razorpay } = stage().simulator;
  razorpay.refuseMerchant('merchant_not_activated');
  await submit(stage(), await bill(stage()), 'a');
  const { nextProbe } = await holdUntil(stage(), { state: 'held' });
  const paid = await bill(stage(), { status: 'PAID' });
  const due = await bill(stage());
  await expect.poll(() => stage().simulator.clock.now() > nextProbe, { timeout: 10_000 }).toBe(true);
  await forgotten();
  razorpay.refuseMerchant(null);
  await expect(submit(stage(), paid, 'a')).rejects.toMatchObject({ code: 'ALREADY_PAID' });
  await pay(stage(), due, 'a');
  expect(await released(stage())).toMatchObject({
    release: { why: `a payment of ${due.invoiceId} was taken` },
  });
});
