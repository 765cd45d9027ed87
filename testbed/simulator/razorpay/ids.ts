const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/** Makes identifiers: `prefix` (may be empty) followed by `length` alphanumerics, 14 unless told. */
export type IdGenerator = (prefix: string, length?: number) => string;

/** Seeded (mulberry32), so that a storm with the same seed sees the same ids. */
export function idGenerator(seed: number): IdGenerator {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return (mixed ^ (mixed >>> 14)) >>> 0;
  };
  return (prefix, length = 14) => {
    let id = prefix;
    for (let index = 0; index < length; index += 1) id += ALPHABET.charAt(next() % ALPHABET.length);
    return id;
  };
}
