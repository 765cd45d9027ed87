import type { BusinessTime } from '../contracts/collection.js';

/** Business time, Unix milliseconds: `startMs + (wall - startMs) * timeScale`. */
export function businessNow(time: BusinessTime, wallMs: number): number {
  return time.startMs + (wallMs - time.startMs) * time.timeScale;
}

/** How long to really wait, in milliseconds, until business time reaches `untilMs`; at least 1. */
export function realDelay(time: BusinessTime, wallMs: number, untilMs: number): number {
  return Math.max(1, Math.ceil((untilMs - businessNow(time, wallMs)) / time.timeScale));
}

export const SECOND = 1_000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;
