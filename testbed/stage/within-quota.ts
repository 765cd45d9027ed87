import { setTimeout as wait } from 'node:timers/promises';
import { ProviderFailure } from '../../providers/failure.js';

/** Milliseconds; a few times the simulated quota's window. */
const PAUSE_MS = 200;
const TRIES = 50;

/** What an onlooker reads competes with the product for the provider's quota, and waits for its turn. */
export async function withinQuota<T>(read: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await read();
    } catch (error) {
      const throttled = error instanceof ProviderFailure && error.code === 'PROVIDER_THROTTLED';
      if (!throttled || tries === TRIES) throw error;
      await wait(PAUSE_MS);
    }
  }
}
