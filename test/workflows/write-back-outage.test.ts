import { afterAll, expect, test } from 'vitest';
import { searchAttributeKeys as keys } from '../../contracts/search-attributes.js';
import { openGate } from '../flows/support/gate.js';
import { atTheBank, bill, booksOf, hint, outcomeOf, pay, until, useStage } from '../flows/support/shop.js';
import { workflowIdOf } from './support/runs.js';

const gate = await openGate();
const stage = useStage({ throughProxy: (url) => gate.through(url) });
afterAll(() => gate.close());

test('a write-back that Togai does not take shows in the search attributes, and is made once', async () => {
  const invoice = await bill(stage());
  const answer = await pay(stage(), invoice, 'first');
  await atTheBank(stage(), answer, 'success');
  gate.answer('/togai', 503);
  await hint(stage(), invoice);
  const view = await until(stage(), invoice, { waitingFor: 'togai_to_mark_it_paid' });
  expect(view).toMatchObject({ state: 'captured', amountPaid: 50_000 });
  const handle = stage().client.workflow.getHandle(workflowIdOf(invoice));
  await expect
    .poll(async () => {
      const { typedSearchAttributes } = await handle.describe();
      return [typedSearchAttributes.get(keys.state), typedSearchAttributes.get(keys.amountPaid)];
    })
    .toEqual(['captured', 50_000]);
  gate.answer('/togai', undefined);
  expect(await outcomeOf(stage(), invoice)).toMatchObject({ outcome: 'paid' });
  expect(booksOf(stage(), invoice)).toMatchObject({ togai: 'PAID', writes: { length: 1 } });
});
