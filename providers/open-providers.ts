import type { Clock } from '../platform/clock.js';
import type { ConnectionConfig } from '../platform/config/config.js';
import type { BillingSystem } from './billing-system.js';
import type { ObservedCall } from './http.js';
import { createRazorpayClient, type RazorpayClient } from './razorpay/client.js';
import { createRazorpayHttp } from './razorpay/http.js';
import { createTogaiBillingSystem } from './togai/billing-system.js';
import { createTogaiHttp } from './togai/http.js';

/** A connection's two providers, each with a pool of HTTP connections. */
export interface Providers {
  readonly razorpay: RazorpayClient;
  readonly billing: BillingSystem;
  close(): Promise<void>;
}

/** Connects nothing yet: the first call does. @param clock wall time */
export function openProviders(
  config: Pick<ConnectionConfig, 'razorpay' | 'togai'>,
  onCall: (call: ObservedCall) => void,
  clock: Clock,
): Providers {
  const { keyId, keySecret, baseUrl } = config.razorpay;
  const { token, settingNamespace } = config.togai;
  const razorpay = createRazorpayClient(createRazorpayHttp({ baseUrl, keyId, keySecret, onCall }));
  const billing = createTogaiBillingSystem(
    createTogaiHttp({ baseUrl: config.togai.baseUrl, token, onCall, clock }),
    { settingNamespace },
  );
  return {
    ...{ razorpay, billing },
    close: async () => {
      await Promise.all([razorpay.close(), billing.close()]);
    },
  };
}
