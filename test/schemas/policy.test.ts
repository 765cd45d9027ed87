import { describe, expect, expectTypeOf, it } from 'vitest';
import type { z } from 'zod';
import { defaultPolicy, type Policy } from '../../contracts/policy.js';
import { policySchema } from '../../contracts/schemas/policy.js';

function problems(policy: unknown): string[] {
  return policySchema.safeParse(policy).error?.issues.map((issue) => issue.path.join('.')) ?? [];
}

describe('policySchema', () => {
  it('is the default policy when nothing is said', () => {
    expect(policySchema.parse({})).toEqual(defaultPolicy);
  });

  it('has the shape of the contract', () => {
    expectTypeOf<Readonly<z.output<typeof policySchema>>>().toEqualTypeOf<Policy>();
  });

  it.each([
    [{ automaticExpiryMinutes: 11 }, 'automaticExpiryMinutes'],
    [{ automaticExpiryMinutes: 12.5 }, 'automaticExpiryMinutes'],
    [{ manualExpiryMinutes: 7201 }, 'manualExpiryMinutes'],
    [{ automaticExpiryMinutes: 100, manualExpiryMinutes: 99 }, 'manualExpiryMinutes'],
    [{ firstLookSeconds: 120, longestLookMinutes: 1 }, 'firstLookSeconds'],
    [{ mode: 'Direct' }, 'mode'],
    [{ downtimes: 'wait' }, 'downtimes'],
    [{ downtimeHoldMinutes: 1441 }, 'downtimeHoldMinutes'],
  ])('refuses %j at %s', (policy, field) => {
    expect(problems(policy)).toEqual([field]);
  });

  it('accepts both edges of the capture window', () => {
    expect(problems({ automaticExpiryMinutes: 12, manualExpiryMinutes: 12 })).toEqual([]);
    expect(problems({ automaticExpiryMinutes: 7200, manualExpiryMinutes: 7200 })).toEqual([]);
  });

  it('refuses a misspelt key', () => {
    expect(policySchema.safeParse({ expireAfterDay: 3 }).success).toBe(false);
  });
});
