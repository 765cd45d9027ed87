import type { CaptureNote } from '../contracts/facts.js';
import type { PaymentConfig } from '../contracts/payment-request.js';
import type { Policy } from '../contracts/policy.js';

/** An order's capture settings as they are sent, so that what we count on is what Razorpay was told. */
export type CaptureSettings = PaymentConfig & {
  readonly capture_options: { readonly manual_expiry_period: number };
};

/**
 * What the caller says of capturing, and the policy where it says nothing. Minutes; Razorpay lets the manual expiry be no
 * shorter than the automatic one (Single Integration API, `capture_options`).
 */
export function captureSettings(
  config: PaymentConfig | undefined,
  { capture, automaticExpiryMinutes, manualExpiryMinutes, refundSpeed }: Policy,
): CaptureSettings {
  const said: PaymentConfig = config ?? {
    capture,
    capture_options: {
      ...(capture === 'automatic' && { automatic_expiry_period: automaticExpiryMinutes }),
      refund_speed: refundSpeed,
    },
  };
  const options = said.capture_options;
  const manual = Math.max(manualExpiryMinutes, options.automatic_expiry_period ?? 0);
  return { ...said, capture_options: { manual_expiry_period: manual, ...options } };
}

/** What a collection counts on for the payments of an order with these settings. */
export function captureNoteFor(config: PaymentConfig | undefined, policy: Policy): CaptureNote {
  const { capture, capture_options: options } = captureSettings(config, policy);
  return {
    capture,
    automaticExpiryMinutes: options.automatic_expiry_period ?? policy.automaticExpiryMinutes,
    manualExpiryMinutes: options.manual_expiry_period,
  };
}
