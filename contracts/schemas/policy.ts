import { z } from 'zod';
import { defaultPolicy } from '../policy.js';
import { reminderPolicySchema } from './reminders.js';

const minutes = z.int().positive();

const fields = z.strictObject({
  mode: z.enum(['direct', 'payment_request']).default(defaultPolicy.mode),
  withoutCustomer: z.enum(['sync', 'hold']).default(defaultPolicy.withoutCustomer),
  capture: z.enum(['automatic', 'manual']).default(defaultPolicy.capture),
  automaticExpiryMinutes: z.int().min(12).max(7200).default(defaultPolicy.automaticExpiryMinutes),
  manualExpiryMinutes: z.int().min(12).max(7200).default(defaultPolicy.manualExpiryMinutes),
  refundSpeed: z.enum(['normal', 'optimum']).default(defaultPolicy.refundSpeed),
  writeBack: z.enum(['mark_paid', 'record_payment']).default(defaultPolicy.writeBack),
  maxAttempts: z.int().min(1).max(100).default(defaultPolicy.maxAttempts),
  retryBy: z.enum(['id', 'receipt']).default(defaultPolicy.retryBy),
  downtimes: z.enum(['warn', 'hold']).default(defaultPolicy.downtimes),
  downtimeHoldMinutes: minutes.max(1440).default(defaultPolicy.downtimeHoldMinutes),
  surplus: z.enum(['refund', 'hold']).default(defaultPolicy.surplus),
  voided: z.enum(['refund', 'hold']).default(defaultPolicy.voided),
  capturedWhileClosing: z.enum(['keep', 'refund']).default(defaultPolicy.capturedWhileClosing),
  lateAuthorization: z.enum(['auto_refund', 'capture_and_refund']).exactOptional(),
  refundRetryMinutes: minutes.max(1440).exactOptional(),
  refundRetryDays: z.int().min(1).max(90).exactOptional(),
  reconcileStarts: z.enum(['payment_request', 'none']).default(defaultPolicy.reconcileStarts),
  firstLookSeconds: z.int().min(5).max(3600).default(defaultPolicy.firstLookSeconds),
  longestLookMinutes: minutes.max(1440).default(defaultPolicy.longestLookMinutes),
  expireAfterDays: z.int().min(1).max(365).default(defaultPolicy.expireAfterDays),
  lateWindowDays: z.int().min(1).max(30).default(defaultPolicy.lateWindowDays),
  unknownAfterMinutes: minutes.max(1440).default(defaultPolicy.unknownAfterMinutes),
  notifyBySms: z.boolean().default(defaultPolicy.notifyBySms),
  notifyByEmail: z.boolean().default(defaultPolicy.notifyByEmail),
  reminders: reminderPolicySchema.exactOptional(),
});

/**
 * A connection's policy as its configuration writes it: every field may be left out. A key that is none of ours is
 * refused, since a misspelt policy would otherwise silently be the default. Minutes, seconds and days as named.
 *
 * `automatic >= 12` and `automatic <= manual <= 7200` are Razorpay's (Single Integration API, `capture_options`).
 */
export const policySchema = fields
  .refine((policy) => policy.manualExpiryMinutes >= policy.automaticExpiryMinutes, {
    path: ['manualExpiryMinutes'],
    error: 'must not be shorter than automaticExpiryMinutes',
  })
  .refine((policy) => policy.firstLookSeconds <= policy.longestLookMinutes * 60, {
    path: ['firstLookSeconds'],
    error: 'must not be longer than longestLookMinutes',
  });
