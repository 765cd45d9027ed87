import type { Policy } from '../../contracts/policy.js';
import type { ReceiptMode } from '../simulator/razorpay/state.js';
import { createDraws } from './draws.js';

/** What is the same for all invoices of a storm: how the business wants things, and how the providers treat it. */
export interface Weather {
  readonly writeBack: Policy['writeBack'];
  readonly downtimes: Policy['downtimes'];
  readonly retryBy: Policy['retryBy'];
  /** What is authorized beside a paid or voided invoice is left to Razorpay, or captured and sent back. */
  readonly lateAuthorization: NonNullable<Policy['lateAuthorization']>;
  /** What Razorpay does with a receipt that was used before. */
  readonly receiptMode: ReceiptMode;
  /** Togai tells our receiver of an invoice that somebody changed; otherwise only a look finds it. */
  readonly togaiTells: 'of_changes' | 'nothing';
}

/** The same for the same seed, from a stream of its own. */
export function drawWeather(seed: number): Weather {
  const draws = createDraws(seed, 'weather');
  return {
    writeBack: draws.pick(['mark_paid', 'record_payment']),
    receiptMode: draws.pick(['allow', 'reject', 'reuse']),
    downtimes: draws.pick(['warn', 'hold']),
    retryBy: draws.pick(['id', 'receipt']),
    togaiTells: draws.pick(['of_changes', 'nothing']),
    lateAuthorization: draws.pick(['auto_refund', 'capture_and_refund']),
  };
}

/** Everything ends within these days; the simulated banks say their late yes within one, or after that end. */
export function policyFor({ writeBack, downtimes, retryBy, lateAuthorization }: Weather): Partial<Policy> {
  return {
    ...{ writeBack, downtimes, retryBy, lateAuthorization },
    expireAfterDays: 3,
    lateWindowDays: 1,
    voided: 'refund',
    // Calls take real time while business time runs ahead of it: the search for a lost answer must outlast a late commit.
    unknownAfterMinutes: 360,
  };
}
