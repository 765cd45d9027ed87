import { expect } from 'vitest';
import { z } from 'zod';
import { strayPaymentWorkflowId } from '../../../contracts/ids.js';
import { searchAttributeKeys } from '../../../contracts/search-attributes.js';
import type { StrayPaymentResult } from '../../../contracts/stray-payment.js';
import type { Stage } from '../../support/stage.js';
import { atRazorpay, booksOf, netbanking, type Billed } from './shop.js';

const made = z.object({
  id: z.string(),
  payment_workflow: z.object({
    id: z.string(),
    next: z.array(z.object({ action: z.string(), url: z.string() })),
  }),
});

export interface Twin {
  readonly orderId: string;
  readonly paymentId: string;
  readonly next: readonly { readonly action: string; readonly url: string }[];
}

/** What a create whose answer was lost leaves behind: an order like the invoice's first in everything, with a payment. */
export async function twinOrder(
  stage: Stage,
  invoice: Billed,
  capture: 'automatic' | 'manual' = 'automatic',
  otherAmount?: number,
): Promise<Twin> {
  const { receipt, notes, amount: sameAmount } = booksOf(stage, invoice).orders[0]!;
  const amount = otherAmount ?? sameAmount;
  const { email, contact, ip } = netbanking;
  const { id, payment_workflow } = made.parse(
    await atRazorpay(stage, '/orders', {
      ...{ amount, currency: 'INR', receipt, notes },
      payment: { method: 'netbanking', bank: 'HDFC', email, contact, ip },
      payment_config: {
        capture,
        capture_options: { automatic_expiry_period: 12, manual_expiry_period: 7200, refund_speed: 'normal' },
      },
    }),
  );
  return { orderId: id, paymentId: payment_workflow.id, next: payment_workflow.next };
}

/** The end of the workflow that found out whose a payment is, once a webhook has started it. */
export async function strayOf({ client, connection }: Stage, paymentId: string): Promise<StrayPaymentResult> {
  const handle = client.workflow.getHandle<() => Promise<StrayPaymentResult>>(
    strayPaymentWorkflowId(connection, paymentId),
  );
  const isThere = (): Promise<boolean> =>
    handle.describe().then(
      () => true,
      () => false,
    );
  await expect.poll(isThere, { timeout: 20_000 }).toBe(true);
  return handle.result();
}

/** The latest run of a workflow id, from the server's own record; undefined when there is none. */
export async function latestRun({ client }: Stage, workflowId: string): Promise<string | undefined> {
  const found = await client.workflow
    .getHandle(workflowId)
    .describe()
    .catch(() => undefined);
  return found?.runId;
}

/** What is kept with the invoice at Togai of how it was collected. */
export function keptInTogai({ simulator }: Stage, { invoiceId }: Billed): unknown {
  const settings = simulator.togai.store.settingsByEntity.get(`INVOICE/${invoiceId}`) ?? [];
  const kept = settings.filter(({ id }) => id === 'RazorpayCollection');
  return kept.length === 1 ? JSON.parse(kept[0]!.value) : undefined;
}

/** A captured payment on an order that nobody here made, such as the dashboard's. */
export async function foreignPayment(stage: Stage, notes: Readonly<Record<string, string>>): Promise<string> {
  const { email, contact, ip } = netbanking;
  const { payment_workflow } = made.parse(
    await atRazorpay(stage, '/orders', {
      ...{ amount: 50_000, currency: 'INR' },
      payment: { method: 'netbanking', bank: 'HDFC', email, contact, ip, notes },
    }),
  );
  stage.simulator.razorpay.lateAuthorize(payment_workflow.id);
  return payment_workflow.id;
}

/** Waits until a stray payment waits for a person. */
export async function heldStray({ client, connection }: Stage, paymentId: string): Promise<void> {
  const handle = client.workflow.getHandle(strayPaymentWorkflowId(connection, paymentId));
  await expect
    .poll(async () => (await handle.describe()).typedSearchAttributes.get(searchAttributeKeys.heldReason), {
      timeout: 15_000,
    })
    .toBe('stray_payment');
}
