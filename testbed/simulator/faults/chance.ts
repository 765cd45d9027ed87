import { createHash } from 'node:crypto';

/** A draw that depends on nothing but a seed, a name and how often the name was drawn before. */
export interface Chance<Kind> {
  /** The kind that hits `name` this time; undefined: none. */
  draw(name: string): { readonly kind: Kind; readonly coin: boolean } | undefined;
}

/** What is drawn from. */
export interface ChancePlan<Kind> {
  readonly seed: number;
  /** 0 to 1. */
  readonly probability: number;
  readonly kinds: readonly Kind[];
}

/**
 * Draws by hash instead of by a running generator: whoever calls first, each name gets what its seed says, so that a
 * storm's faults are the same although its processes race.
 * @throws RangeError when the probability is none, or there is nothing to draw
 */
export function createChance<Kind>(plan: ChancePlan<Kind>): Chance<Kind> {
  const { seed, probability, kinds } = plan;
  if (!(probability >= 0 && probability <= 1)) throw new RangeError('probability must be from 0 to 1');
  if (kinds.length === 0) throw new RangeError('kinds must not be empty');
  const drawn = new Map<string, number>();

  return {
    draw(name) {
      const turn = drawn.get(name) ?? 0;
      drawn.set(name, turn + 1);
      const hash = createHash('sha256').update(`${seed} ${turn} ${name}`).digest();
      if (hash.readUInt32BE(0) / 2 ** 32 >= probability) return undefined;
      const kind = kinds[hash.readUInt32BE(4) % kinds.length];
      return kind === undefined ? undefined : { kind, coin: hash.readUInt8(8) % 2 === 0 };
    },
  };
}
