import { expect, test } from 'vitest';
import { reconciliationToCsv } from '../../client/index.js';
import { emptyParts, withFinding } from '../../domain/reconciliation.js';

test('every finding is a line, and no cell is a formula or breaks a line', () => {
  const parts = emptyParts();
  const finding = { invoiceId: undefined, found: 'customer_id_missing', done: 'listed' } as const;
  const csv = reconciliationToCsv({
    ...{ connection: 'acme', from: 0, startedAt: 1, finishedAt: 2 },
    parts: {
      ...parts,
      captures: withFinding(parts.captures, {
        ...{ subject: 'pay_1', invoiceId: 'inv.1', found: 'not_paid', done: 'hinted' },
      }),
      accounts: withFinding(withFinding(parts.accounts, { ...finding, subject: '=1+1' }), {
        ...finding,
        subject: 'a "b", c',
      }),
    },
  });
  expect(csv.split('\r\n')).toEqual([
    'connection,part,subject,invoice,found,done',
    'acme,captures,pay_1,inv.1,not_paid,hinted',
    "acme,accounts,'=1+1,,customer_id_missing,listed",
    'acme,accounts,"a ""b"", c",,customer_id_missing,listed',
    '',
  ]);
});
