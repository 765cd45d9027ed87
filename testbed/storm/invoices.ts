import { inLanes } from '../flood/lanes.js';
import { contactOf, drawPlan, type Plan } from './plan.js';
import type { Weather } from './weather.js';
import type { World } from './world.js';

/** An invoice in the simulated Togai, and what chance has in store for it. */
export interface Billed {
  readonly invoiceId: string;
  readonly accountId: string;
  readonly plan: Plan;
}

const CURRENCY = 'INR';

/** Bills everybody before the first fault: a storm is about collecting. One after the other, so that ids are the seed's. */
export async function billInvoices(
  { togai }: World,
  options: {
    readonly seed: number;
    readonly invoices: number;
    readonly voidsPerHundred: number;
    readonly weather: Weather;
  },
): Promise<Billed[]> {
  const accounts = new Map<number, string>();
  const billed: Billed[] = [];
  const { seed, invoices, voidsPerHundred, weather } = options;
  const plans = Array.from({ length: invoices }, (_, index) =>
    drawPlan(seed, index, voidsPerHundred, weather),
  );
  await inLanes(plans, 1, async (plan) => {
    const { email, contact } = contactOf(plan.account);
    const accountId =
      accounts.get(plan.account) ??
      (await togai.account({
        ...{ name: `Storm ${String(plan.account)}`, email, phone: contact, currency: CURRENCY },
      }));
    accounts.set(plan.account, accountId);
    const invoiceId = await togai.invoice({ accountId, amount: plan.amount, currency: CURRENCY });
    billed.push({ invoiceId, accountId, plan });
  });
  return billed;
}
