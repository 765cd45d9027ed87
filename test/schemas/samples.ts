import type { OrderOptions } from '../../contracts/payment-request.js';
import type { PaymentForm, SubmitPaymentRequest } from '../../contracts/requests.js';

const payer = { email: 'asha.rao@example.com', contact: '+919000012345', ip: '198.51.100.7' };

/** Requests without a fault, one for each method. */
export const payments = {
  netbanking: { ...payer, method: 'netbanking', bank: 'HDFC' },
  card: {
    ...payer,
    method: 'card',
    card: {
      number: '4100280000001007',
      expiry_month: '11',
      expiry_year: '31',
      cvv: '827',
      name: 'Asha Rao',
    },
    browser: {
      java_enabled: false,
      javascript_enabled: true,
      timezone_offset: -330,
      color_depth: 24,
      screen_width: 1280,
      screen_height: 720,
    },
  },
  upi: { ...payer, method: 'upi', upi: { flow: 'collect', vpa: 'asha.rao@okbank', expiry_time: 5 } },
} as const satisfies Record<string, PaymentForm>;

export const fullOrder = {
  reference: 'PO-2026/17',
  notes: { cost_centre: '42' },
  partial_payment: true,
  first_payment_min_amount: 100,
  transfers: [
    {
      account: 'acc_IRQWUleX4BqvYn',
      amount: 1000,
      currency: 'INR',
      notes: { branch: 'north' },
      linked_account_notes: ['branch'],
      on_hold: true,
      on_hold_until: 1_800_000_000,
    },
  ],
  products: [{ type: 'mutual_fund', plan: 'growth' }],
  bank_account: { account_number: '001234567890', name: 'Asha Rao', ifsc: 'HDFC0000053' },
  payment_config: {
    capture: 'automatic',
    capture_options: {
      automatic_expiry_period: 12,
      manual_expiry_period: 7200,
      refund_speed: 'optimum',
    },
  },
  user_agent: 'Mozilla/5.0',
} as const satisfies OrderOptions;

export function submission(over: Record<string, unknown> = {}): unknown {
  const base: SubmitPaymentRequest = {
    connection: 'acme',
    invoiceId: 'invoice.1',
    attemptId: 'a-1',
    payment: payments.netbanking,
  };
  return { ...base, ...over };
}

/** Keys k1, k2, … as notes. */
export function manyNotes(count: number): Record<string, string> {
  return Object.fromEntries(Array.from({ length: count }, (_, index) => [`k${index + 1}`, 'v']));
}
