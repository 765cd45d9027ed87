import { expect, test } from 'vitest';
import { defaultPolicy } from '../../contracts/policy.js';
import { captureSettings } from '../../domain/capture-settings.js';

const policy = { ...defaultPolicy, manualExpiryMinutes: 60, refundSpeed: 'optimum' } as const;

test('a caller who says nothing gets the policy', () => {
  expect(captureSettings(undefined, policy)).toEqual({
    capture: 'automatic',
    capture_options: { automatic_expiry_period: 12, manual_expiry_period: 60, refund_speed: 'optimum' },
  });
  expect(captureSettings(undefined, { ...policy, capture: 'manual' })).toEqual({
    capture: 'manual',
    capture_options: { manual_expiry_period: 60, refund_speed: 'optimum' },
  });
});

test('what a caller leaves out is sent all the same, since Razorpay’s own default is longer than the policy’s', () => {
  expect(captureSettings({ capture: 'manual', capture_options: { refund_speed: 'normal' } }, policy)).toEqual(
    { capture: 'manual', capture_options: { manual_expiry_period: 60, refund_speed: 'normal' } },
  );
});

test('never shorter than the automatic expiry that the caller wants', () => {
  const config = {
    capture: 'automatic',
    capture_options: { automatic_expiry_period: 2880, refund_speed: 'normal' },
  } as const;
  expect(captureSettings(config, policy).capture_options.manual_expiry_period).toBe(2880);
});

test('what a caller says counts', () => {
  const config = {
    capture: 'automatic',
    capture_options: { automatic_expiry_period: 30, manual_expiry_period: 7200, refund_speed: 'normal' },
  } as const;
  expect(captureSettings(config, policy)).toEqual(config);
});
