import { z } from 'zod';
import type { KeptOutcome } from '../collection.js';

/** What an earlier run left with an invoice; another version may have added to it. */
export const keptOutcomeSchema: z.ZodType<KeptOutcome> = z.object({
  outcome: z.enum([
    'paid',
    'partially_paid',
    'nothing_to_collect',
    'cancelled',
    'expired',
    'failed',
    'refunded',
  ]),
  keptPaymentIds: z.array(z.string()),
  amount: z.int().nonnegative(),
  recordedByUs: z.int().nonnegative(),
  marking: z.literal(true).optional(),
  asked: z.object({ target: z.int().nonnegative(), total: z.int().nonnegative() }).optional(),
  markedPaid: z.literal(true).optional(),
});
