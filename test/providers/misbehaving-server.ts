import { createServer, type Socket } from 'node:net';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';

/** What the server does with a connection once a whole request head has arrived. */
export type Behaviour = (socket: Socket, requestsSeen: number) => void;

export interface MisbehavingServer {
  readonly url: string;
  /** Request heads seen, e.g. `POST /orders HTTP/1.1`. */
  readonly requests: readonly string[];
  close(): Promise<void>;
}

/** A raw socket server: the only way to answer wrongly in every way HTTP libraries forbid. */
export async function startMisbehavingServer(behave: Behaviour): Promise<MisbehavingServer> {
  const requests: string[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => sockets.delete(socket));
    socket.on('data', (data) => {
      const line = /^(GET|POST|PUT|PATCH|DELETE) \S+ HTTP\/1\.1/.exec(data.toString())?.[0];
      if (line === undefined) return;
      requests.push(line);
      behave(socket, requests.length);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${String(port)}`,
    requests,
    async close() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

export function answerWith(
  status: string,
  body: string,
  { contentType = 'application/json', length = Buffer.byteLength(body) } = {},
): Behaviour {
  return (socket) => {
    socket.write(
      `HTTP/1.1 ${status}\r\ncontent-type: ${contentType}\r\ncontent-length: ${String(length)}\r\n\r\n${body}`,
    );
  };
}

/** A port nobody listens on. */
export async function closedPort(): Promise<string> {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return `http://127.0.0.1:${String(port)}`;
}
