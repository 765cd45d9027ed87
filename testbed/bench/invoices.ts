import type { Stage } from '../stage/stage.js';
import type { BenchInput } from './messages.js';

/** How many are made at once. */
const BATCH = 16;
/** Subunits of INR. */
const AMOUNT = 49_900;

/** Due invoices in the simulated Togai, each with an account of its own; made before the clock runs. */
export async function makeInvoices(
  { providers, togai }: Stage,
  count: number,
  options: { readonly label: string; readonly withCustomer: boolean },
): Promise<BenchInput[]> {
  const made: BenchInput[] = [];
  const makeOne = async (index: number): Promise<BenchInput> => {
    const name = `Bench ${options.label} ${String(index)}`;
    const email = `${options.label}.${String(index)}@example.com`;
    // Every account another number: Razorpay gives the existing customer of a number back.
    const phone = `+91${String(6_000_000_000 + (nextPhone += 1))}`;
    let razorpayCustomerId: string | undefined;
    if (options.withCustomer) {
      const answer = await providers.razorpay.createCustomer({
        ...{ name, email, contact: phone, fail_existing: '0', notes: {} },
      });
      if (!answer.ok) throw new Error(`No customer: ${answer.refusal.description}`);
      razorpayCustomerId = answer.value.id;
    }
    const accountId = await togai.account({
      ...{ name, email, phone, currency: 'INR' },
      ...(razorpayCustomerId === undefined ? {} : { razorpayCustomerId }),
    });
    return { accountId, invoiceId: await togai.invoice({ accountId, amount: AMOUNT, currency: 'INR' }) };
  };
  for (let start = 0; start < count; start += BATCH) {
    const size = Math.min(BATCH, count - start);
    made.push(...(await Promise.all(Array.from({ length: size }, (_, offset) => makeOne(start + offset)))));
  }
  return made;
}

let nextPhone = 0;
