import { describe, expect, test, vi } from 'vitest';
import type { KeptOutcome } from '../../contracts/collection.js';
import { createWorld, type World } from './support/world.js';

const asked = { target: 118_000, total: 118_000 };
const outcome: KeptOutcome = {
  ...{ outcome: 'paid', keptPaymentIds: ['pay_1'], amount: 118_000, recordedByUs: 0, asked },
};
const expected = {
  total: { amount: 118_000, currency: 'INR', exponent: 2 },
  paid: { amount: 0, currency: 'INR', exponent: 2 },
};

const refused = { ok: false, refusal: { status: 400, notFound: false, message: 'entityType' } } as const;

async function dueInvoice({ togai }: World) {
  const accountId = await togai.account({
    ...{ name: 'Asha Rao', email: 'asha@example.com', phone: '+919000012345', currency: 'INR' },
  });
  const invoiceId = await togai.invoice({ accountId, amount: 118_000, currency: 'INR' });
  return { connection: 'main', invoiceId, expected, outcome };
}

/** What only Togai's own people can do to an invoice. */
async function byHand(
  { simulator }: World,
  { invoiceId }: { invoiceId: string },
  status: string,
): Promise<void> {
  const answer = await fetch(`${simulator.url}/_simulator/togai/invoices/${invoiceId}`, {
    ...{ method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ status }) },
  });
  expect(answer.ok).toBe(true);
}

const statusOf = ({ simulator }: World, { invoiceId }: { invoiceId: string }) =>
  simulator.togai.store.invoices.get(invoiceId)?.status;

describe('the intention to mark an invoice paid', () => {
  test('stands with the invoice before the PATCH, with one call more', async () => {
    const world = await createWorld();
    const input = await dueInvoice(world);
    const before = world.proxy.seen.length;
    expect(await world.run('markInvoicePaid', input)).toEqual({ kind: 'marked', outcomeNoted: true });
    const calls = world.proxy.seen.slice(before).map((seen) => seen.split(/[ ?]/).slice(0, 2).join(' '));
    const invoice = `/togai/invoices/${input.invoiceId}`;
    expect(calls).toEqual([
      ...[`GET ${invoice}`, 'POST /togai/settings', `PATCH ${invoice}`, `GET ${invoice}`],
    ]);
    expect(await world.run('readOutcome', input)).toEqual(outcome);
  });

  test('that did not come to a PATCH stays an intention', async () => {
    const world = await createWorld();
    const input = await dueInvoice(world);
    world.proxy.next(/^PATCH .*invoices/, 'lose_request');
    await world.failing('markInvoicePaid', input);
    expect(statusOf(world, input)).toBe('DUE');
    expect(await world.run('readOutcome', input)).toEqual({ ...outcome, marking: true });
    expect(await world.run('readInvoice', input)).not.toHaveProperty('mayBeOurs');
  });

  test('is not written for an invoice that somebody else has changed', async () => {
    const world = await createWorld();
    const input = await dueInvoice(world);
    await byHand(world, input, 'VOID');
    expect(await world.run('markInvoicePaid', input)).toMatchObject({ kind: 'changed' });
    expect(await world.run('readOutcome', input)).toBeUndefined();
  });

  test('that Togai refuses to keep does not keep the invoice unpaid', async () => {
    const world = await createWorld();
    const input = await dueInvoice(world);
    vi.spyOn(world.connection.billing, 'writeOutcome').mockResolvedValueOnce(refused);
    expect(await world.run('markInvoicePaid', input)).toEqual({ kind: 'marked', outcomeNoted: false });
    expect(statusOf(world, input)).toBe('PAID');
    expect(await world.run('readOutcome', input)).toBeUndefined();
  });

  test('that an outage keeps from Togai is tried again, and given up at last', async () => {
    const world = await createWorld();
    const input = await dueInvoice(world);
    world.proxy.next(/^POST .*settings/, { status: 503 });
    const { failure, heartbeat } = await world.failing('markInvoicePaid', input);
    expect([failure.type, heartbeat]).toEqual(['PROVIDER_UNAVAILABLE', 'nothing was written']);
    expect(statusOf(world, input)).toBe('DUE');
    world.proxy.next(/^POST .*settings/, { status: 503 });
    expect(await world.run('markInvoicePaid', input, { attempt: 3 })).toEqual({
      ...{ kind: 'marked', outcomeNoted: false },
    });
  });
});

describe('an invoice that says PAID', () => {
  test('is ours by the note, whichever run asks', async () => {
    const world = await createWorld();
    const input = await dueInvoice(world);
    await world.run('markInvoicePaid', input);
    const mark = { target: asked.target, keptPaymentIds: outcome.keptPaymentIds };
    const found = { mark, invoice: { status: 'PAID' } };
    expect(await world.run('markInvoicePaid', input)).toMatchObject({
      kind: 'was_paid',
      ours: true,
      found,
    });
    const again = await world.run('markInvoicePaid', input, { attempt: 2 });
    expect(again).toMatchObject({ kind: 'marked', outcomeNoted: false, found });
    expect(await world.run('readInvoice', input)).toMatchObject({ mayBeOurs: true, markedPaid: mark });
    await byHand(world, input, 'VOID');
    expect(await world.run('readInvoice', input)).toMatchObject({ mayBeOurs: true });
  });

  test('was marked for the captures of our note, also where it says another total by now', async () => {
    const world = await createWorld();
    const input = await dueInvoice(world);
    const { keptPaymentIds: markedPaymentIds } = outcome;
    const other = { ...outcome, asked: { ...asked, total: 1 } };
    await world.run('markInvoicePaid', { ...input, outcome: other });
    const told = { kind: 'was_paid', ours: true, markedPaymentIds };
    expect(await world.run('markInvoicePaid', input)).toEqual(told);
  });

  test.each([undefined, 'cancelled', 'expired'] as const)(
    'is somebody else’s where our note says %s',
    async (left) => {
      const world = await createWorld();
      const input = await dueInvoice(world);
      if (left) await world.run('noteOutcome', { ...input, outcome: { ...outcome, outcome: left } });
      await byHand(world, input, 'PAID');
      expect(await world.run('markInvoicePaid', input)).toEqual({ kind: 'was_paid', ours: false });
      expect(await world.run('readInvoice', input)).not.toHaveProperty('mayBeOurs');
    },
  );

  test('is nobody’s where Togai shows no settings', async () => {
    const world = await createWorld();
    const input = await dueInvoice(world);
    await world.run('markInvoicePaid', input);
    vi.spyOn(world.connection.billing, 'readOutcome').mockResolvedValueOnce(refused);
    expect(await world.run('markInvoicePaid', input)).toEqual({ kind: 'was_paid' });
  });

  test('may be ours by its records where payments are recorded', async () => {
    const world = await createWorld('allow', { writeBack: 'record_payment' });
    const input = await dueInvoice(world);
    expect(await world.run('readInvoice', input)).not.toHaveProperty('mayBeOurs');
    await byHand(world, input, 'PAID');
    expect(await world.run('readInvoice', input)).toMatchObject({ mayBeOurs: true });
  });
});
