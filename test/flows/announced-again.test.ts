import { expect, test } from 'vitest';
import { z } from 'zod';
import { toReceiverConnection } from '../../receiver/connections.js';
import { bill, inTogai, outcomeOf, ref, until, useStage, type Billed } from './support/shop.js';
import { useWebhooks } from './support/webhooks.js';

const stage = useStage();
const receiver = useWebhooks(stage);
const answer = z.object({ result: z.string() });

async function announce(invoice: Billed): Promise<string> {
  const { config, connection } = stage();
  const entry = config.connections.get(connection);
  if (!entry) throw new Error('The stage has one connection');
  const response = await fetch(new URL(`/webhooks/togai/${connection}`, receiver().url), {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'x-togai-secret': toReceiverConnection(entry).togaiSecret,
    },
    body: JSON.stringify({ invoice: { id: invoice.invoiceId } }),
  });
  return answer.parse(await response.json()).result;
}

test('an invoice whose collection the merchant has cancelled is not asked for again when Togai announces it', async () => {
  const invoice = await bill(stage());
  await stage().orchestrator.collectInvoice({ ...ref(invoice), mode: 'payment_request' });
  await until(stage(), invoice, { state: 'awaiting_customer' });
  await stage().orchestrator.cancelCollection({ ...ref(invoice), reason: 'sold in the shop' });
  expect(await outcomeOf(stage(), invoice)).toMatchObject({ outcome: 'cancelled' });
  expect(await announce(invoice)).toBe('closed');
  expect(await outcomeOf(stage(), invoice)).toMatchObject({ outcome: 'cancelled' });
});

test('an invoice that was a draft is collected when Togai announces it as due', async () => {
  const invoice = await bill(stage());
  await inTogai(stage(), invoice, { status: 'DRAFT' });
  expect(await announce(invoice)).toBe('started');
  expect(await outcomeOf(stage(), invoice)).toMatchObject({ outcome: 'nothing_to_collect' });
  await inTogai(stage(), invoice, { status: 'DUE' });
  expect(await announce(invoice)).toBe('started');
  await until(stage(), invoice, { state: 'awaiting_customer' });
});
