import { expect } from 'vitest';
import type { Child } from '../../support/child.js';

/** The address of a receiver's process, once it listens. */
export async function addressOf({ said }: Child): Promise<string> {
  await expect.poll(said, { timeout: 30_000 }).toContain('receiver listens');
  return /"address":"(http:[^"]+)"/.exec(said())?.[1] ?? '';
}
