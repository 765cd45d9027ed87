import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { RazorpaySimulator } from '../razorpay/plugin.js';
import type { ReceiptMode } from '../razorpay/state.js';
import { parseWith } from '../togai/wire.js';

/** The three ways an account may treat a receipt that was used before. */
export const receiptModes = ['allow', 'reject', 'reuse'] as const satisfies readonly ReceiptMode[];

const change = z.strictObject({ mode: z.enum(receiptModes) });

/** `POST /razorpay/receipt-mode {"mode"}`. */
export function razorpayControl(instance: FastifyInstance, payments: RazorpaySimulator): void {
  instance.post('/razorpay/receipt-mode', (request) => {
    const { mode } = parseWith(change, request.body);
    payments.setReceiptMode(mode);
    return { mode };
  });
}
