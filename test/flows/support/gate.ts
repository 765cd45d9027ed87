import { once } from 'node:events';
import { createServer, request as forward, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';

/** A door between the product and a provider, which a test can shut. */
export interface Gate {
  /** For `StageOptions.throughProxy`: the gate's address for that URL. */
  through(url: string): string;
  /** Every call whose path begins so is answered with this status; undefined opens the gate again. */
  answer(prefix: string, status: number | undefined): void;
  /** How many calls were answered so. */
  answered(prefix: string): number;
  /** Breaks the connection of the next such call, a POST by default: its caller cannot know whether it arrived. */
  breakNext(path: string | RegExp, method?: string): Promise<BrokenCall>;
  close(): Promise<void>;
}

/** A call whose caller was left without an answer. */
export interface BrokenCall {
  /** Lets the call arrive, be it early or late; nobody gets its answer. */
  arrive(): Promise<void>;
}

/** A call that is to break, and who waits for it. */
interface ToBreak {
  readonly method: string;
  readonly path: string | RegExp;
  readonly onBroken: (call: BrokenCall) => void;
}

/** @param before runs before a call is passed on, e.g. to set the provider's clock */
export async function openGate(before: () => Promise<void> = () => Promise.resolve()): Promise<Gate> {
  const shut = new Map<string, number>();
  const answered: string[] = [];
  const toBreak = new Set<ToBreak>();
  let target = '';
  const server = createServer((incoming, outgoing) => {
    const path = incoming.url ?? '';
    const status = [...shut].find(([prefix]) => path.startsWith(prefix))?.[1];
    if (status !== undefined) {
      answered.push(path);
      incoming.resume();
      const error = { code: 'BAD_REQUEST_ERROR', description: 'Authentication failed' };
      outgoing
        .writeHead(status, { 'content-type': 'application/json' })
        .end(JSON.stringify({ error, message: error.description }));
      return;
    }
    const { method = 'GET', headers } = incoming;
    const broken = [...toBreak].find((call) => call.method === method && isTo(call.path, path));
    if (broken) {
      toBreak.delete(broken);
      void buffer(incoming).then((body) => {
        incoming.socket.destroy();
        broken.onBroken({ arrive: () => arrive(target + path, { method, headers }, body) });
      });
      return;
    }
    const passed = forward(target + path, { method, headers, agent: false }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 500, answer.headers);
      answer.pipe(outgoing);
    });
    // The provider hung up: so does the gate.
    passed.on('error', () => incoming.socket.destroy());
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
    answered: (prefix) => answered.filter((path) => path.startsWith(prefix)).length,
    breakNext(path, method = 'POST') {
      return new Promise((onBroken) => toBreak.add({ method, path, onBroken }));
    },
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

function isTo(wanted: string | RegExp, path: string): boolean {
  return typeof wanted === 'string' ? wanted === path : wanted.test(path);
}

async function arrive(
  url: string,
  { method, headers }: { readonly method: string; readonly headers: IncomingHttpHeaders },
  body: Buffer,
): Promise<void> {
  const passed = forward(url, { method, headers, agent: false });
  const answered = new Promise((resolve, reject) => {
    passed.on('error', reject).on('response', (answer) => answer.resume().on('end', resolve));
  });
  passed.end(body);
  await answered;
}
