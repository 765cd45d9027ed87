import { describe, expect, expectTypeOf, it } from 'vitest';
import type { z } from 'zod';
import type { ReminderPolicy } from '../../contracts/reminders.js';
import { policySchema } from '../../contracts/schemas/policy.js';
import { reminderPolicySchema } from '../../contracts/schemas/reminders.js';

function problems(reminders: unknown): string[] {
  return policySchema.safeParse({ reminders }).error?.issues.map((issue) => issue.path.join('.')) ?? [];
}

describe('reminders of a policy', () => {
  it('need only their days', () => {
    expect(reminderPolicySchema.parse({ days: [-3, 0, 3, 7] })).toEqual({
      days: [-3, 0, 3, 7],
      timeZone: 'Asia/Kolkata',
      from: '10:00',
      to: '19:00',
      channels: ['email'],
    });
    expect(policySchema.parse({}).reminders).toBeUndefined();
  });

  it('have the shape of the contract', () => {
    expectTypeOf<Readonly<z.output<typeof reminderPolicySchema>>>().toEqualTypeOf<ReminderPolicy>();
  });

  it.each([
    [{}, 'reminders.days'],
    [{ days: [] }, 'reminders.days'],
    [{ days: [1, 1] }, 'reminders.days'],
    [{ days: [0.5] }, 'reminders.days.0'],
    [{ days: [0], timeZone: 'Asia/Bombay' }, 'reminders.timeZone'],
    [{ days: [0], from: '09:60' }, 'reminders.from'],
    [{ days: [0], to: '24:00' }, 'reminders.to'],
    [{ days: [0], from: '19:00', to: '10:00' }, 'reminders.to'],
    [{ days: [0], channels: [] }, 'reminders.channels'],
    [{ days: [0], channels: ['sms', 'sms'] }, 'reminders.channels'],
    [{ days: [0], channels: ['whatsapp'] }, 'reminders.channels.0'],
    [{ days: [0], quietHours: '20-8' }, 'reminders'],
  ])('refuse %j at %s', (reminders, field) => {
    expect(problems(reminders)).toEqual([field]);
  });
});
