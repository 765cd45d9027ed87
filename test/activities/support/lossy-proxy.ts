import { once } from 'node:events';
import { createServer, request as forward } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What happens to a request: its answer is lost, it never arrives, or somebody else answers. */
export type Fault = 'lose_answer' | 'lose_request' | { readonly status: number; readonly json?: object };

export interface LossyProxy {
  readonly url: string;
  /** `METHOD path` of every request, in order. */
  readonly seen: string[];
  /** The next request that matches suffers this, and only that one. */
  next(match: RegExp, fault: Fault): void;
  close(): Promise<void>;
}

/** Stands between the activities and the simulator, and loses what it is told to lose. */
export async function startLossyProxy(target: string): Promise<LossyProxy> {
  const seen: string[] = [];
  const faults: { readonly match: RegExp; readonly fault: Fault }[] = [];
  const server = createServer((incoming, outgoing) => {
    const what = `${incoming.method ?? ''} ${incoming.url ?? ''}`;
    seen.push(what);
    const index = faults.findIndex(({ match }) => match.test(what));
    const fault = index === -1 ? undefined : faults.splice(index, 1)[0]!.fault;
    if (fault === 'lose_request') {
      incoming.socket.destroy();
      return;
    }
    if (typeof fault === 'object') {
      const [type, body] = fault.json
        ? ['application/json', JSON.stringify(fault.json)]
        : ['text/html', '<html>'];
      outgoing.writeHead(fault.status, { 'content-type': type }).end(body);
      return;
    }
    const passed = forward(
      target + (incoming.url ?? ''),
      { method: incoming.method, headers: incoming.headers, agent: false },
      (answer) => {
        if (fault === 'lose_answer') {
          answer.resume();
          incoming.socket.destroy();
          return;
        }
        outgoing.writeHead(answer.statusCode ?? 500, answer.headers);
        answer.pipe(outgoing);
      },
    );
    // The provider hung up: so does the proxy.
    passed.on('error', () => incoming.socket.destroy());
    incoming.pipe(passed);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`,
    seen,
    next: (match, fault) => void faults.push({ match, fault }),
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
