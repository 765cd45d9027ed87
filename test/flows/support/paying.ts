import { noteKeys } from '../../../contracts/names.js';
import type { CustomerEntity } from '../../../testbed/simulator/razorpay/entities.js';
import type { Setting } from '../../../testbed/simulator/togai/entities.js';
import type { Stage } from '../../support/stage.js';
import { ref, until, type Billed } from './shop.js';

/** The customer is asked by a payment request, and pays on its page. @param patience milliseconds until it is there */
export async function payOnPage(stage: Stage, invoice: Billed, patience?: number): Promise<void> {
  await stage.orchestrator.collectInvoice({ ...ref(invoice), mode: 'payment_request' });
  const { rounds } = await until(stage, invoice, { state: 'awaiting_customer' }, patience);
  await stage.customer.payHostedInvoice(rounds[0]?.shortUrl ?? '', { method: 'card', outcome: 'success' });
}

export interface Owner {
  readonly customers: readonly CustomerEntity[];
  readonly settings: readonly Setting[];
}

/** What the providers hold of the invoice's account. */
export function ownerOf({ simulator }: Stage, { accountId }: Billed): Owner {
  const customers = [...simulator.razorpay.state.customers.values()].filter(({ notes }) =>
    Object.entries(notes).some(([key, value]) => key === noteKeys.accountId && value === accountId),
  );
  const settings = simulator.togai.store.settingsByEntity.get(`ACCOUNT/${accountId}`) ?? [];
  return structuredClone({ customers, settings });
}
