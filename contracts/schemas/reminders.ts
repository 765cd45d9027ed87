import { z } from 'zod';

const timeOfDay = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'expected HH:MM');

/** Whether this machine knows the zone. The one that asks is not always the worker, but both run the same image. */
function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en-US', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}

function areDifferent(values: readonly unknown[]): boolean {
  return new Set(values).size === values.length;
}

/** Reminders as a policy writes them; only `days` has to be said. */
export const reminderPolicySchema = z
  .strictObject({
    days: z
      .array(z.int().min(-90).max(365))
      .min(1)
      .max(20)
      .refine(areDifferent, 'names a day twice')
      .readonly(),
    timeZone: z.string().refine(isTimeZone, 'expected an IANA time zone').default('Asia/Kolkata'),
    from: timeOfDay.default('10:00'),
    to: timeOfDay.default('19:00'),
    channels: z
      .array(z.enum(['sms', 'email']))
      .min(1)
      .refine(areDifferent, 'names a channel twice')
      .readonly()
      .default(['email']),
  })
  .readonly()
  .refine(({ from, to }) => from < to, { path: ['to'], error: 'must be later than from' });
