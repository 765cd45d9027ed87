import { expect, test } from 'vitest';
import type { KeptOutcome } from '../../contracts/collection.js';
import { createWorld, type World } from './support/world.js';

const outcome: KeptOutcome = {
  ...{ outcome: 'paid', keptPaymentIds: ['pay_1'], amount: 118_000, recordedByUs: 0 },
};

async function dueInvoice({ togai }: World): Promise<string> {
  const accountId = await togai.account({
    ...{ name: 'Asha Rao', email: 'asha@example.com', phone: '+919000012345', currency: 'INR' },
  });
  return togai.invoice({ accountId, amount: 118_000, currency: 'INR' });
}

function settingsOf({ simulator }: World, invoiceId: string): readonly string[] {
  const all = simulator.togai.store.settingsByEntity.get(`INVOICE/${invoiceId}`) ?? [];
  return all.map(({ namespace, id, value }) => `${namespace} ${id} ${value}`);
}

test('an outcome is kept as a setting of the invoice, and replaced by a later one', async () => {
  const world = await createWorld();
  const of = { connection: 'main', invoiceId: await dueInvoice(world) };
  expect(await world.run('readOutcome', of)).toBeUndefined();
  await world.run('noteOutcome', { ...of, outcome: { ...outcome, outcome: 'expired', keptPaymentIds: [] } });
  await world.run('noteOutcome', { ...of, outcome });
  expect(await world.run('readOutcome', of)).toEqual(outcome);
  expect(settingsOf(world, of.invoiceId)).toEqual([`USER RazorpayCollection ${JSON.stringify(outcome)}`]);
});

test('a text that is none of ours counts as nothing', async () => {
  const world = await createWorld();
  const of = { connection: 'main', invoiceId: await dueInvoice(world) };
  for (const value of ['by hand', '{"outcome":"paid"}', '7']) {
    await world.connection.billing.writeOutcome(of.invoiceId, value);
    expect(await world.run('readOutcome', of)).toBeUndefined();
  }
});
