import type { Dated } from '../contracts/activities.js';
import type { ActivityDependencies } from './dependencies.js';

/** What the write rests on was read too long ago. Asked right before the write: an outage is waited out by reads. */
export function isPast({ clock }: ActivityDependencies, { validUntil }: Dated): boolean {
  return validUntil !== undefined && clock.now() > validUntil;
}
