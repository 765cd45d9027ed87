import { badRequest } from './errors.js';
import type { Account, MerchantRefusal } from './state.js';

const descriptions: Readonly<Record<MerchantRefusal, string>> = {
  merchant_not_activated: 'The merchant account is not activated.',
  live_mode_not_enabled: 'Live mode is not enabled for the merchant account.',
};

/** No payment of anybody is taken while the account itself is not allowed to. @throws ApiError */
export function requireActiveMerchant({ state }: Account): void {
  const { merchantRefusal } = state;
  if (merchantRefusal === null) return;
  state.refusedForMerchant += 1;
  throw badRequest(descriptions[merchantRefusal], { reason: merchantRefusal });
}
