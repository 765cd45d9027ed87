import { afterAll, expect, test } from 'vitest';
import { z } from 'zod';
import { eventsOf, workflowIdOf } from '../workflows/support/runs.js';
import { openGate } from './support/gate.js';
import {
  atRazorpay,
  atTheBank,
  bill,
  hint,
  outcomeOf,
  pay,
  person,
  ref,
  until,
  useStage,
} from './support/shop.js';

const gate = await openGate();
const stage = useStage({ throughProxy: (url) => gate.through(url) });
afterAll(() => gate.close());

const made = z.object({ id: z.string() });

test('a refused key holds the collection of a known customer quietly, until it is mended', async () => {
  const { name, email, phone } = person();
  const customer = made.parse(await atRazorpay(stage(), '/customers', { name, email, contact: phone }));
  const invoice = await bill(stage(), { razorpayCustomerId: customer.id });
  gate.answer('/v1', 401);
  await stage().orchestrator.collectInvoice({ ...ref(invoice), mode: 'direct' });
  await until(stage(), invoice, { state: 'held', held: { reason: 'connection_refused' } });
  // A loop that asks again at once shows itself by what it writes meanwhile.
  await new Promise((resolve) => setTimeout(resolve, 3_000));
  expect((await eventsOf(stage().client, workflowIdOf(invoice))).length).toBeLessThan(60);
  expect(await stage().orchestrator.getState(ref(invoice))).toMatchObject({ state: 'held' });
  gate.answer('/v1', undefined);
  const { connection } = invoice;
  await stage().orchestrator.releaseConnection({ connection, reason: 'the key is mended' });
  await until(stage(), invoice, { state: 'awaiting_attempt' });
  await atTheBank(stage(), await pay(stage(), invoice, 'first'), 'success');
  await hint(stage(), invoice);
  expect(await outcomeOf(stage(), invoice)).toMatchObject({ outcome: 'paid', amountPaid: 50_000 });
});
