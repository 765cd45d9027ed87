import { expect, test } from 'vitest';
import { reconciliationToCsv, settlementsToCsv } from '../../client/index.js';
import { withHeld } from '../../domain/held.js';
import { emptyParts, withFinding } from '../../domain/reconciliation.js';
import { emptySettlements, withLine } from '../../domain/settlements.js';

test('every finding is a line, what is left out is counted in one, and no cell is a formula or breaks a line', () => {
  const parts = emptyParts();
  const finding = { invoiceId: undefined, found: 'customer_id_missing', done: 'listed' } as const;
  const csv = reconciliationToCsv({
    ...{ connection: 'acme', from: 0, startedAt: 1, finishedAt: 2, settled: emptySettlements('2026-11-21') },
    parts: {
      ...parts,
      held: withHeld(parts.held, 10, [
        {
          ...{ workflowId: 'customer-sync/acme/a', invoiceId: undefined },
          ...{ reason: 'customer_id_invalid', since: 1_000 },
        },
      ]),
      captures: withFinding(parts.captures, {
        ...{ subject: 'pay_1', invoiceId: 'inv.1', found: 'not_paid', done: 'hinted' },
      }),
      settlements: withFinding(parts.settlements, {
        ...{ subject: 'pay_2', invoiceId: 'inv.2', found: 'fee_differs', done: 'listed' },
        fees: { settled: { fee: 1_180, tax: 180 }, payment: { fee: 1_190, tax: undefined } },
      }),
      accounts: withFinding(withFinding(parts.accounts, { ...finding, subject: '=1+1' }), {
        ...finding,
        subject: 'a "b", c',
      }),
    },
  });
  expect(csv.split('\r\n')).toEqual([
    'connection,part,subject,invoice,found,done,since,detail',
    'acme,held,customer-sync/acme/a,,customer_id_invalid,listed,1970-01-01T00:00:01.000Z,',
    'acme,held,,,9 more,,,',
    'acme,captures,pay_1,inv.1,not_paid,hinted,,',
    'acme,settlements,pay_2,inv.2,fee_differs,listed,,"settled fee 1180 and tax 180, of the payment fee 1190 and tax ?"',
    "acme,accounts,'=1+1,,customer_id_missing,listed,,",
    'acme,accounts,"a ""b"", c",,customer_id_missing,listed,,',
    '',
  ]);
});

test('every settled payment and refund is a line, its money in subunits', () => {
  const line = { invoiceId: 'inv.1', paymentId: 'pay_1', currency: 'INR', amount: 50_000 } as const;
  const paid = { ...line, kind: 'payment', id: 'pay_1', fee: 1_180, tax: 180 } as const;
  const returned = { ...line, kind: 'refund', id: 'rfnd_1', fee: 0, tax: 0 } as const;
  const where = { settlementId: 'setl_1', utr: '=1568176960' };
  const unnamed = { settlementId: undefined, utr: undefined };
  const csv = settlementsToCsv({
    ...{ connection: 'acme', from: 0, startedAt: 1, finishedAt: 2, parts: emptyParts() },
    settled: withLine(withLine(emptySettlements('2026-11-21'), { ...paid, ...where }), {
      ...{ ...returned, ...unnamed },
    }),
  });
  expect(csv.split('\r\n')).toEqual([
    'connection,day,invoice,type,id,payment,currency,amount,fee,tax,settlement,utr',
    "acme,2026-11-21,inv.1,payment,pay_1,pay_1,INR,50000,1180,180,setl_1,'=1568176960",
    'acme,2026-11-21,inv.1,refund,rfnd_1,pay_1,INR,50000,0,0,,',
    '',
  ]);
});
