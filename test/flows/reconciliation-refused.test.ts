import { afterAll, expect, test } from 'vitest';
import { openGate } from './support/gate.js';
import { deedsOf, findingsOf } from './support/reconciling.js';
import { bill, useStage } from './support/shop.js';

const gate = await openGate();
const stage = useStage({ throughProxy: (url) => gate.through(url) });

test('a provider that refuses our key costs its own lists only, and is not asked again and again', async () => {
  const invoice = await bill(stage());
  gate.answer('/v1/payments', 401);
  const report = await stage().orchestrator.reconcile({ connection: stage().connection });
  gate.answer('/v1/payments', undefined);
  const { captures, authorizations, open_invoices, attempted_orders, accounts } = report.parts;
  expect(gate.answered('/v1/payments')).toBe(1);
  expect([captures.failed, authorizations.failed]).toEqual(['CREDENTIALS_REFUSED', 'CREDENTIALS_REFUSED']);
  for (const part of [open_invoices, attempted_orders, accounts]) expect(part.failed).toBeUndefined();
  expect(findingsOf(report, invoice)).toEqual(['open_invoices: never_collected, listed']);
  expect(deedsOf(report)).toEqual({});
});

test('a refused list of settlements costs no other part', async () => {
  await bill(stage());
  gate.answer('/v1/settlements', 401);
  const report = await stage().orchestrator.reconcile({ connection: stage().connection });
  gate.answer('/v1/settlements', undefined);
  const { settlements, ...others } = report.parts;
  expect(settlements).toMatchObject({ failed: 'CREDENTIALS_REFUSED', read: 0 });
  for (const part of Object.values(others)) expect(part.failed).toBeUndefined();
  expect(others.accounts.read).toBeGreaterThan(0);
});

test('a Togai token that is refused is tried once for each kind of list: five bad calls lock an address out', async () => {
  gate.answer('/togai', 401);
  const report = await stage().orchestrator.reconcile({ connection: stage().connection });
  gate.answer('/togai', undefined);
  expect(report.parts.open_invoices.failed).toBe('CREDENTIALS_REFUSED');
  expect(report.parts.accounts.failed).toBe('CREDENTIALS_REFUSED');
  expect(gate.answered('/togai')).toBe(2);
});

afterAll(() => gate.close());
