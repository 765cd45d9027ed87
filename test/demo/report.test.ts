import { expect, test } from 'vitest';
import type { TemporalServer } from '../../platform/temporal/server.js';
import { cast } from '../../testbed/demo/cast.js';
import type { Performance } from '../../testbed/demo/perform.js';
import { table } from '../../testbed/demo/report.js';

const performances = cast.map((part, index): Performance => ({
  part,
  problems: [],
  invoice: {
    invoiceId: `inv-${String(index)}`,
    workflowId: `invoice-payment/demo/inv-${String(index)}`,
    ...{ mode: 'direct', method: 'upi', state: 'ended', outcome: part.expected.outcome },
    ...{ orderId: null, paymentIds: [], attempts: 1 },
    ...{ amount: part.amount, amountPaid: part.amount, currency: 'INR', togaiStatus: 'PAID' },
  },
}));
const unused = (): Promise<never> => Promise.reject(new Error('nobody stops a server for a table'));
const server: TemporalServer = {
  ...{ address: '127.0.0.1:7233', namespace: 'default', uiUrl: 'http://127.0.0.1:8233' },
  ...{ owned: true, persistence: 'memory', stop: unused, kill: unused, restart: unused },
};
const given: TemporalServer = { ...server, owned: false, uiUrl: undefined };

test.each([
  ['a server that ends with the demo: no links', server, false, 0],
  ['a server that --keep leaves up: a link for each invoice', server, true, cast.length],
  ['a given server: a workflow id for each invoice', given, false, cast.length],
])('%s', (_, temporal, keep, workflows) => {
  const text = table(temporal, performances, { keep });
  for (const { title } of cast) expect(text).toContain(title);
  expect(text.split(/invoice-payment(?:\/|%2F)demo/)).toHaveLength(workflows + 1);
  expect(text.includes('In the Temporal UI:')).toBe(workflows > 0 && temporal.owned);
});
