import { startCodecServer } from '../../ops/codec-server/server.js';
import { findFreePort } from '../../platform/temporal/free-port.js';
import type { KeyRing } from '../../platform/temporal/key-ring.js';
import { findTemporalServer, type TemporalServer } from '../../platform/temporal/server.js';
import type { Cleanup } from './cleanup.js';

/** Where the UI of a server that was given usually stands. */
const usualUiPorts = [8233, 8080];

/** A Temporal server, and the codec server that lets its UI show what is encrypted. */
export async function startTemporal(options: {
  readonly keyRing: KeyRing;
  readonly dbFilename?: string;
  readonly log: (line: string) => void;
  readonly cleanup: Cleanup;
}): Promise<{ readonly server: TemporalServer; readonly codecUrl: string }> {
  const { keyRing, dbFilename, log, cleanup } = options;
  const uiPort = await findFreePort();
  const codec = await startCodecServer({
    port: 0,
    host: '127.0.0.1',
    keyRing,
    origins: [uiPort, ...usualUiPorts].flatMap((port) => [
      `http://127.0.0.1:${String(port)}`,
      `http://localhost:${String(port)}`,
    ]),
  });
  cleanup.add(() => codec.stop());
  const server = await findTemporalServer({
    ...{ uiPort, log, codecEndpoint: codec.url },
    ...(dbFilename === undefined ? {} : { dbFilename }),
  });
  cleanup.add(() => server.stop());
  return { server, codecUrl: codec.url };
}

/** Where the Temporal UI shows a workflow; undefined when nobody said where the UI is. */
export function workflowLink(server: TemporalServer, workflowId: string): string | undefined {
  if (server.uiUrl === undefined) return undefined;
  return `${server.uiUrl}/namespaces/${encodeURIComponent(server.namespace)}/workflows/${encodeURIComponent(workflowId)}`;
}
