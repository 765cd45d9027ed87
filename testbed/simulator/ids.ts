import { createHash, randomBytes } from 'node:crypto';

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

/** Makes one random text of `length` letters and digits. */
export type IdSource = (length: number) => string;

/**
 * Letters and digits as Razorpay and Togai put in their ids.
 * @param seed the same seed gives the same ids in the same order, for runs that must be repeatable; without it they are random
 */
export function createIdSource(seed?: string): IdSource {
  let block: Uint8Array = new Uint8Array();
  let used = 0;
  let blocks = 0;

  function nextByte(): number {
    if (used >= block.length) {
      block =
        seed === undefined ? randomBytes(512) : createHash('sha512').update(`${seed}/${blocks}`).digest();
      blocks += 1;
      used = 0;
    }
    return block[used++] ?? 0;
  }

  return (length) => {
    let id = '';
    while (id.length < length) {
      const index = nextByte() & 63;
      // 62 characters: two of the 64 values are drawn again, so that all are equally likely.
      if (index < alphabet.length) id += alphabet.charAt(index);
    }
    return id;
  };
}
