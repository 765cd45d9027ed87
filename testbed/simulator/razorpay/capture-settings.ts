import { badRequest } from './errors.js';
import type { CaptureSettings } from './entities.js';
import { flag, integer, oneOf, onlyKnown } from './fields.js';
import { blockOf, type Body } from './request.js';

/** The dashboard's defaults: capture everything within 3 days, else give it back after 5. */
const DASHBOARD: CaptureSettings = {
  capture: 'automatic',
  automaticMinutes: 4320,
  manualMinutes: 7200,
  refundSpeed: 'normal',
};

/**
 * Capture settings of an order; they beat the dashboard's. Three spellings: `payment_config` (one-call variant),
 * `payment` (ordinary call, see api.md of capture settings), `payment_capture` (old).
 */
export function captureSettings(body: Body, spelling: 'payment_config' | 'payment'): CaptureSettings {
  const block = blockOf(body, spelling);
  if (block === null) {
    const old = flag(body, 'payment_capture');
    return { ...DASHBOARD, capture: old === false ? 'manual' : 'automatic' };
  }
  onlyKnown(block, ['capture', 'capture_options']);
  const capture = oneOf(block, 'capture', ['automatic', 'manual']);
  if (capture === null) throw badRequest('The capture field is required.', { field: `${spelling}.capture` });
  const options = blockOf(block, 'capture_options') ?? {};
  onlyKnown(options, ['automatic_expiry_period', 'manual_expiry_period', 'refund_speed']);
  const field = (name: string): { field: string } => ({ field: `${spelling}.capture_options.${name}` });
  const automatic = integer(options, 'automatic_expiry_period');
  if (automatic === null && capture === 'automatic') {
    throw badRequest('The automatic_expiry_period field is required.', field('automatic_expiry_period'));
  }
  if (automatic !== null && automatic < 12) {
    throw badRequest('The automatic_expiry_period must be at least 12.', field('automatic_expiry_period'));
  }
  const manual = integer(options, 'manual_expiry_period') ?? DASHBOARD.manualMinutes;
  if (manual > 7200) {
    throw badRequest('The manual_expiry_period may not be greater than 7200.', field('manual_expiry_period'));
  }
  if (manual < (automatic ?? 12)) {
    throw badRequest(
      'The manual_expiry_period must be greater than or equal to the automatic_expiry_period.',
      field('manual_expiry_period'),
    );
  }
  return {
    capture,
    automaticMinutes: automatic ?? 0,
    manualMinutes: manual,
    refundSpeed: oneOf(options, 'refund_speed', ['normal', 'optimum']) ?? DASHBOARD.refundSpeed,
  };
}
