import { setTimeout as wait } from 'node:timers/promises';
import type { Span } from './away.js';
import type { Child } from '../stage/child.js';
import { createDraws } from './draws.js';
import { countUp, type Tally } from './tally.js';
import type { World } from './world.js';

export type Victim = 'worker' | 'receiver' | 'temporal';

/** One `kill -9`, and how long its victim stays away. Real milliseconds from the storm's beginning. */
export interface Kill {
  readonly victim: Victim;
  readonly atMs: number;
  readonly awayMs: number;
}

/** A kill of each kind in every stretch of this length, and at least one. Real milliseconds. */
const STRETCH_MS = 30_000;

/** The same for the same seed and duration. A given Temporal server is left alone. */
export function drawKills(seed: number, durationMs: number, ownsServer: boolean): Kill[] {
  const victims: readonly Victim[] = ownsServer ? ['worker', 'receiver', 'temporal'] : ['worker', 'receiver'];
  const stretches = Math.max(1, Math.round(durationMs / STRETCH_MS));
  const each = Math.floor(durationMs / stretches);
  return victims
    .flatMap((victim) => {
      const draws = createDraws(seed, `kills of ${victim}`);
      return Array.from({ length: stretches }, (_, index) => ({
        victim,
        atMs: index * each + draws.whole(Math.floor(each / 10), each - 1),
        awayMs: draws.whole(0, 4_000),
      }));
    })
    .sort((a, b) => a.atMs - b.atMs);
}

/** Kills in its time and starts again, one after the other; tells when what looks was away. @throws Error when something does not start again */
export async function kill(
  world: World,
  kills: readonly Kill[],
  tally: Tally,
  spans: Span[],
  log: (line: string) => void,
): Promise<void> {
  const children: Readonly<Record<Exclude<Victim, 'temporal'>, Child>> = world;
  const begun = performance.now();
  for (const { victim, atMs, awayMs } of kills) {
    await wait(Math.max(0, atMs - (performance.now() - begun)));
    log(`kill -9 ${victim}`);
    countUp(tally, victim);
    const from = world.clock.now();
    if (victim === 'temporal') {
      await world.server.kill();
      await wait(awayMs);
      await world.server.restart();
    } else {
      await children[victim].kill();
      await wait(awayMs);
      await children[victim].start();
    }
    // While the receiver is away, looks go on.
    if (victim !== 'receiver') spans.push({ from, to: world.clock.now() });
    log(`${victim} is back`);
  }
}
