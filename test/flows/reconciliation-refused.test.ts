import { expect, test } from 'vitest';
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
  expect([captures.failed, authorizations.failed]).toEqual(['CREDENTIALS_REFUSED', 'CREDENTIALS_REFUSED']);
  for (const part of [open_invoices, attempted_orders, accounts]) expect(part.failed).toBeUndefined();
  expect(findingsOf(report, invoice)).toEqual(['open_invoices: never_collected, listed']);
  expect(deedsOf(report)).toEqual({});
  await gate.close();
});
