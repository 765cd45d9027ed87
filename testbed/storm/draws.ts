import { createHash } from 'node:crypto';

/** Random choices that depend on nothing but a seed, the name of their stream and how many were made before. */
export interface Draws {
  /** A whole number from `low` to `high`, both included. */
  whole(low: number, high: number): number;
  /** True in `percent` of 100 draws. */
  chance(percent: number): boolean;
  /** One of the items. @throws RangeError when there is none */
  pick<T>(items: readonly T[]): T;
  /** One of the keys, each as often as its weight says. @throws RangeError when no weight is positive */
  weighted<K extends string>(weights: Readonly<Record<K, number>>): K;
}

/**
 * A stream of its own for each invoice and each kind of harm: what one of them draws does not depend on how far the
 * others are.
 */
export function createDraws(seed: number, stream: string): Draws {
  let [block, offset] = [0, 0];
  let bytes = hashOf(block);

  function hashOf(index: number): Buffer {
    return createHash('sha256')
      .update(`storm ${String(seed)} ${stream} ${String(index)}`)
      .digest();
  }

  function next(below: number): number {
    if (offset === bytes.length) {
      block += 1;
      [bytes, offset] = [hashOf(block), 0];
    }
    const number = bytes.readUInt32BE(offset);
    offset += 4;
    return number % below;
  }

  const whole = (low: number, high: number): number => low + next(high - low + 1);
  return {
    whole,
    chance: (percent) => next(100) < percent,
    pick: (items) => {
      const item = items[next(Math.max(items.length, 1))];
      if (item === undefined) throw new RangeError('nothing to pick from');
      return item;
    },
    weighted: <K extends string>(weights: Readonly<Record<K, number>>): K => {
      const keys = Object.keys(weights) as K[];
      const total = keys.reduce((sum, key) => sum + weights[key], 0);
      let left = total > 0 ? next(total) : 0;
      for (const key of keys) {
        left -= weights[key];
        if (left < 0) return key;
      }
      throw new RangeError('no weight is positive');
    },
  };
}
