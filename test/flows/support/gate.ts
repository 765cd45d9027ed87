import { once } from 'node:events';
import { createServer, request as forward } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A door between the product and a provider, which a test can shut. */
export interface Gate {
  /** For `StageOptions.throughProxy`: the gate's address for that URL. */
  through(url: string): string;
  /** Every call whose path begins so is answered with this status; undefined opens the gate again. */
  answer(prefix: string, status: number | undefined): void;
  close(): Promise<void>;
}

/** @param before runs before a call is passed on, e.g. to set the provider's clock */
export async function openGate(before: () => Promise<void> = () => Promise.resolve()): Promise<Gate> {
  const shut = new Map<string, number>();
  let target = '';
  const server = createServer((incoming, outgoing) => {
    const path = incoming.url ?? '';
    const status = [...shut].find(([prefix]) => path.startsWith(prefix))?.[1];
    if (status !== undefined) {
      incoming.resume();
      const error = { code: 'BAD_REQUEST_ERROR', description: 'Authentication failed' };
      outgoing.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify({ error }));
      return;
    }
    const { method, headers } = incoming;
    const passed = forward(target + path, { method, headers, agent: false }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 500, answer.headers);
      answer.pipe(outgoing);
    });
    void before().then(() => incoming.pipe(passed));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    through(url) {
      const { origin, pathname } = new URL(url);
      target = origin;
      return `http://127.0.0.1:${port}${pathname}`;
    },
    answer(prefix, status) {
      if (status === undefined) shut.delete(prefix);
      else shut.set(prefix, status);
    },
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
