import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';

// Below the range from which Linux and macOS take the local ports of outgoing connections: a port that is
// free while its server is down (a storm kills and restarts it) must not be taken by somebody's client.
const lowest = 20_000;
const highest = 32_000;
const handedOut = new Set<number>();

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(false));
    probe.listen({ port, host: '127.0.0.1', exclusive: true }, () => probe.close(() => resolve(true)));
  });
}

/**
 * A TCP port of 127.0.0.1 that is free now and that this process has not been given before. Another process
 * may still take it first: whoever listens on it tries again with another one.
 */
export async function findFreePort(): Promise<number> {
  for (let tries = 0; tries < 200; tries += 1) {
    const port = randomInt(lowest, highest);
    if (handedOut.has(port) || !(await isFree(port))) continue;
    handedOut.add(port);
    return port;
  }
  throw new Error(`No free TCP port between ${lowest} and ${highest}`);
}
