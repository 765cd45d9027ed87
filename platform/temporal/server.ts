import { Connection } from '@temporalio/client';
import { loadClientConnectConfig } from '@temporalio/envconfig';
import { searchAttributeList } from '../../contracts/search-attributes.js';
import {
  DevServerStartError,
  startDevServer,
  type DevServerOptions,
  type DevServerProcess,
} from './dev-server.js';
import { findFreePort } from './free-port.js';
import { registerSearchAttributes, toCliPair, type SearchAttributeDefinition } from './search-attributes.js';
import { findServerBinary } from './server-binaries.js';

export interface FindTemporalServerOptions {
  /** SQLite file that survives {@link TemporalServer.kill}; in memory without it. Ignored under TEMPORAL_ADDRESS. */
  dbFilename?: string;
  /** gRPC port; a free one by default. */
  port?: number;
  /** Web UI port; a free one by default. */
  uiPort?: number;
  /** Custom search attributes the namespace must have; the contract's by default. */
  searchAttributes?: readonly SearchAttributeDefinition[];
  /** Codec server that the Web UI asks to decode payloads. */
  codecEndpoint?: string;
  /** Namespaces or search attributes are registered while it runs. Ignored under TEMPORAL_ADDRESS. */
  registersWhileRunning?: boolean;
  /** One line for each step a person may have to wait for. */
  log?: (line: string) => void;
  /** Where TEMPORAL_* and PATH are read; this process's environment by default. */
  env?: Record<string, string | undefined>;
}

/** A Temporal server that answers. */
export interface TemporalServer {
  /** host:port of the gRPC frontend. */
  readonly address: string;
  readonly namespace: string;
  /** The Web UI; unknown for a server that was given. */
  readonly uiUrl: string | undefined;
  /** Whether this process started it and may kill and restart it. */
  readonly owned: boolean;
  readonly persistence: 'memory' | 'sqlite-file' | 'external';
  /** Ends an owned server; leaves a given one alone. */
  stop(): Promise<void>;
  /** Ends it as a crash would. @throws TemporalServerNotOwnedError */
  kill(): Promise<void>;
  /** Starts it again on the same ports and file, killing it first if it runs. @throws TemporalServerNotOwnedError */
  restart(): Promise<void>;
}

/** A server given by TEMPORAL_ADDRESS or a TEMPORAL_* profile is not ours to kill or restart. */
export class TemporalServerNotOwnedError extends Error {
  override readonly name = 'TemporalServerNotOwnedError';
  constructor(address: string) {
    super(
      `The Temporal server at ${address} was given by the environment: it cannot be killed or restarted from here`,
    );
  }
}

const startTries = 4;

function isGiven(env: Record<string, string | undefined>): boolean {
  // A default profile lying in somebody's home folder is no wish to run demo and tests against that server.
  return ['TEMPORAL_ADDRESS', 'TEMPORAL_PROFILE', 'TEMPORAL_CONFIG_FILE'].some(
    (name) => (env[name] ?? '') !== '',
  );
}

function definedOnly(env: Record<string, string | undefined>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}

async function useGivenServer(options: FindTemporalServerOptions): Promise<TemporalServer> {
  const { connectionOptions, namespace } = loadClientConnectConfig(
    options.env === undefined ? {} : { overrideEnvVars: definedOnly(options.env) },
  );
  const address = connectionOptions.address ?? 'localhost:7233';
  const name = namespace ?? 'default';
  const connection = await Connection.connect(connectionOptions);
  try {
    await registerSearchAttributes(connection, name, options.searchAttributes ?? searchAttributeList);
  } finally {
    await connection.close();
  }
  const refuse = (): Promise<never> => Promise.reject(new TemporalServerNotOwnedError(address));
  return {
    ...{ address, namespace: name, uiUrl: undefined, owned: false, persistence: 'external' },
    stop: () => Promise.resolve(),
    kill: refuse,
    restart: refuse,
  };
}

async function startOnFreePorts(
  binary: string,
  options: FindTemporalServerOptions,
): Promise<{ started: DevServerOptions; running: DevServerProcess }> {
  for (let tries = 1; ; tries += 1) {
    const started: DevServerOptions = {
      binary,
      ports: {
        grpc: options.port ?? (await findFreePort()),
        ui: options.uiPort ?? (await findFreePort()),
        http: await findFreePort(),
        metrics: await findFreePort(),
      },
      searchAttributes: (options.searchAttributes ?? searchAttributeList).map(toCliPair),
      ...(options.dbFilename === undefined ? {} : { dbFilename: options.dbFilename }),
      ...(options.codecEndpoint === undefined ? {} : { codecEndpoint: options.codecEndpoint }),
      registersWhileRunning: options.registersWhileRunning ?? false,
    };
    try {
      return { started, running: await startDevServer(started) };
    } catch (error) {
      // Somebody else may have taken one of the ports between our look and the server's.
      const portTaken =
        error instanceof DevServerStartError && /address already in use|can't set.*port/i.test(error.message);
      if (!portTaken || options.port !== undefined || tries === startTries) throw error;
    }
  }
}

async function startOwnServer(options: FindTemporalServerOptions): Promise<TemporalServer> {
  const log = options.log ?? (() => undefined);
  const searchPath = options.env?.['PATH'];
  const binary = await findServerBinary('temporal', {
    log,
    ...(searchPath === undefined ? {} : { searchPath }),
  });
  const { started, running } = await startOnFreePorts(binary.path, options);
  let current = running;
  const address = `127.0.0.1:${started.ports.grpc}`;
  log(`Temporal dev server on ${address} (${binary.path})`);
  return {
    ...{ address, namespace: 'default', uiUrl: `http://127.0.0.1:${started.ports.ui}`, owned: true },
    persistence: options.dbFilename === undefined ? 'memory' : 'sqlite-file',
    stop: () => current.stop(),
    kill: () => current.kill(),
    restart: async () => {
      await current.kill();
      current = await startDevServer(started);
    },
  };
}

/**
 * A Temporal server everywhere: the one that TEMPORAL_ADDRESS or a TEMPORAL_* profile names, else a dev
 * server of our own from the first program that {@link findServerBinary} finds. An owned server never
 * outlives this process, however that ends; call `stop()` when done, it keeps the process alive until then.
 * @throws TemporalServerNotFoundError, DevServerStartError, or the connection's error for a given server.
 */
export function findTemporalServer(options: FindTemporalServerOptions = {}): Promise<TemporalServer> {
  return isGiven(options.env ?? process.env) ? useGivenServer(options) : startOwnServer(options);
}
