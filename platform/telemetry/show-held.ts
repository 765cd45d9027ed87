import type { Metrics } from './metrics.js';

/** Prometheus counts time in seconds. */
const SECOND = 1_000;

/** What of a connection is held, as it was just read. */
export interface HeldNow {
  readonly connection: string;
  readonly held: readonly { readonly reason: string; readonly since: number }[];
  /** Business time, as `since` is; Unix milliseconds. */
  readonly now: number;
  /** Wall time, which Prometheus goes by. */
  readonly readAt: number;
}

/** Sets the gauges of a connection; a reason for which nothing is held any more disappears. */
export async function showHeld(
  { held: count, heldOldest: oldest, heldRead }: Pick<Metrics, 'held' | 'heldOldest' | 'heldRead'>,
  { connection, held, now, readAt }: HeldNow,
): Promise<void> {
  for (const gauge of [count, oldest])
    for (const { labels } of (await gauge.get()).values)
      if (labels.connection === connection) gauge.remove(labels);
  const since = new Map<string, number[]>();
  for (const each of held) {
    const all = since.get(each.reason) ?? [];
    all.push(each.since);
    since.set(each.reason, all);
  }
  for (const [reason, all] of since) {
    count.set({ connection, reason }, all.length);
    const first = all.reduce((earliest, at) => Math.min(earliest, at), now);
    oldest.set({ connection, reason }, (now - first) / SECOND);
  }
  heldRead.set({ connection }, readAt / SECOND);
}
