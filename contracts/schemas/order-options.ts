import { z } from 'zod';
import { noteKeys } from '../names.js';
import type { BankAccount, OrderOptions, PaymentConfig, Transfer } from '../payment-request.js';
import { currencyCode, notesBesides, shaped, subunits, text } from './fields.js';

/** Razorpay names no number. Each is paid out, or registered, by itself: more than these are no single invoice's. */
const maxTransfers = 100;
const maxProducts = 100;

/** As many as `notes` has keys. */
const maxLinkedNotes = 15;

/**
 * The order travels in an update, whose history is carried over from run to run: Temporal takes 2 MB of a payload, and would
 * refuse a larger one without naming a field.
 */
const maxOrderKilobytes = 64;

/** Our notes on every order: connection, invoice, round, capture settings; and the caller's reference, if there is one. */
const ownOrderNotes = [noteKeys.connection, noteKeys.invoiceId, noteKeys.round, noteKeys.capture].length;

/** Razorpay's samples write 1 and 0 where the text says boolean. */
const flag = z
  .union([z.boolean(), z.literal(1), z.literal(0)], 'must be true, false, 1 or 0')
  .transform((value) => value === true || value === 1);

function atMost<Item extends z.ZodType>(limit: number, list: z.ZodArray<Item>): z.ZodArray<Item> {
  return list.max(limit, `must have at most ${limit} entries`);
}

const transferSchema: z.ZodType<Transfer> = z
  .strictObject({
    account: shaped(/^acc_[A-Za-z0-9]{14}$/, 'a linked account id (acc_ and 14 characters)'),
    amount: subunits,
    currency: currencyCode,
    notes: notesBesides(0).exactOptional(),
    linked_account_notes: atMost(maxLinkedNotes, z.array(z.string())).readonly().exactOptional(),
    on_hold: flag.exactOptional(),
    on_hold_until: z.int('must be Unix seconds').positive('must be Unix seconds').exactOptional(),
  })
  .superRefine((transfer, context) => {
    const strange =
      transfer.linked_account_notes?.findIndex((key) => transfer.notes?.[key] === undefined) ?? -1;
    if (strange >= 0)
      context.addIssue({
        code: 'custom',
        path: ['linked_account_notes', strange],
        message: 'must be a key of this transfer’s notes',
      });
    if (transfer.on_hold_until !== undefined && transfer.on_hold !== true)
      context.addIssue({ code: 'custom', path: ['on_hold_until'], message: 'is only allowed with on_hold' });
  });

const bankAccountSchema: z.ZodType<BankAccount> = z.strictObject({
  account_number: shaped(/^[A-Za-z0-9]{5,35}$/, '5 to 35 letters and digits'),
  name: text(120),
  ifsc: shaped(/^[A-Z]{4}0[A-Z0-9]{6}$/, 'an IFSC: 4 capital letters, 0, 6 letters or digits'),
});

const expiryMinutes = z.int('must be an integer (minutes)').max(7200, 'must be at most 7200 (minutes)');

const paymentConfigSchema: z.ZodType<PaymentConfig> = z
  .strictObject({
    capture: z.enum(['automatic', 'manual'], 'must be automatic or manual'),
    capture_options: z.strictObject({
      automatic_expiry_period: expiryMinutes.min(12, 'must be at least 12 (minutes)').exactOptional(),
      manual_expiry_period: expiryMinutes.min(12, 'must be at least 12 (minutes)').exactOptional(),
      refund_speed: z.enum(['normal', 'optimum'], 'must be normal or optimum'),
    }),
  })
  .superRefine(({ capture, capture_options: options }, context) => {
    const { automatic_expiry_period: automatic, manual_expiry_period: manual } = options;
    if (capture === 'automatic' && automatic === undefined)
      context.addIssue({
        code: 'custom',
        path: ['capture_options', 'automatic_expiry_period'],
        message: 'is required when capture is automatic',
      });
    if (automatic !== undefined && manual !== undefined && manual < automatic)
      context.addIssue({
        code: 'custom',
        path: ['capture_options', 'manual_expiry_period'],
        message: 'must be equal to or greater than automatic_expiry_period',
      });
  });

/**
 * Order fields a caller may set, with the limits of Razorpay's Single Integration API. Amounts against the amount due
 * are checked where that is known: {@link orderAmountProblems}.
 */
export const orderOptionsSchema: z.ZodType<OrderOptions> = z
  .strictObject({
    reference: text(256).exactOptional(),
    notes: notesBesides(ownOrderNotes).exactOptional(),
    partial_payment: z.boolean('must be true or false').exactOptional(),
    first_payment_min_amount: z
      .int('must be an integer in subunits')
      .min(100, 'must be at least 100 (subunits)')
      .exactOptional(),
    transfers: atMost(maxTransfers, z.array(transferSchema)).readonly().exactOptional(),
    products: atMost(maxProducts, z.array(z.record(z.string(), z.json()).readonly()))
      .readonly()
      .exactOptional(),
    bank_account: bankAccountSchema.exactOptional(),
    payment_config: paymentConfigSchema.exactOptional(),
    user_agent: text(1024).exactOptional(),
  })
  .superRefine((order, context) => {
    if (new TextEncoder().encode(JSON.stringify(order)).length > maxOrderKilobytes * 1_024)
      context.addIssue({ code: 'custom', message: `must have at most ${maxOrderKilobytes} kB as JSON` });
    if (order.first_payment_min_amount !== undefined && order.partial_payment !== true)
      context.addIssue({
        code: 'custom',
        path: ['first_payment_min_amount'],
        message: 'is only allowed with partial_payment',
      });
    const limit = 15 - ownOrderNotes - 1;
    if (order.reference !== undefined && Object.keys(order.notes ?? {}).length > limit)
      context.addIssue({
        code: 'custom',
        path: ['notes'],
        message: `must have at most ${limit} keys, since reference travels as one more`,
      });
  });
