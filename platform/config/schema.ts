import { z } from 'zod';
import { connectionNamePattern } from '../../contracts/ids.js';
import { policySchema } from '../../contracts/schemas/policy.js';

const text = z.string().min(1);

/** An http(s) URL, kept without its final slash. */
const httpUrl = z
  .url({ protocol: /^https?$/, error: 'expected an http(s) URL' })
  .transform((url) => url.replace(/\/+$/, ''));

const razorpay = z.strictObject({
  keyId: z.string().regex(/^rzp_(test|live)_[A-Za-z0-9]+$/, 'expected rzp_test_... or rzp_live_...'),
  keySecret: text,
  webhookSecret: text,
  /** Still accepted while the dashboard's secret is being changed. */
  webhookSecretPrevious: text.optional(),
  baseUrl: httpUrl.default('https://api.razorpay.com/v1'),
  // Razorpay publishes no number, only that there is a limit (429): a careful guess to raise with experience.
  requestsPerSecond: z.number().positive().max(1_000).default(20),
});

const togai = z.strictObject({
  token: text,
  /** Togai signs nothing: the webhook URL's own shared secret. */
  webhookSecret: text,
  baseUrl: httpUrl.default('https://api.togai.com'),
  // Togai's documented quota for most routes.
  requestsPerSecond: z.number().positive().max(1_000).default(10),
  settingNamespace: text.default('USER'),
});

/** One connection as the file writes it. */
export const connectionSchema = z.strictObject({
  environment: z.enum(['test', 'live']).optional(),
  razorpay,
  togai,
  /** Where the customer's browser goes after Razorpay's callback. */
  returnUrl: httpUrl,
  policy: policySchema.prefault({}),
});

/** The whole file. */
export const fileSchema = z.strictObject({
  temporal: z.strictObject({ address: text.optional(), namespace: text.optional() }).default({}),
  encryptionKeys: text,
  publicUrl: httpUrl,
  time: z
    .strictObject({ startMs: z.int().nonnegative(), timeScale: z.number().positive().max(1_000_000) })
    .optional(),
  connections: z
    .record(
      z.string().regex(connectionNamePattern, 'a connection name is a-z, 0-9 and "-", at most 39 characters'),
      connectionSchema,
    )
    .refine((connections) => Object.keys(connections).length > 0, 'at least one connection is needed'),
});
