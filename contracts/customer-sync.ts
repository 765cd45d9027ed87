import type { BusinessTime } from './collection.js';
import type { HeldReason } from './held-reasons.js';

/** Start argument of `customerSync`. */
export interface CustomerSyncInput {
  readonly connection: string;
  readonly accountId: string;
  readonly time: BusinessTime | undefined;
}

/** What a sync ended with, or waits for. */
export type CustomerSyncResult =
  | {
      readonly status: 'synced';
      readonly customerId: string;
      readonly change: 'created' | 'adopted' | 'updated' | 'kept';
    }
  | { readonly status: 'held'; readonly reason: HeldReason; readonly detail: string };
