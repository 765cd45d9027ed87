import { spawn, type ChildProcess } from 'node:child_process';
import { createConnection } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { Connection } from '@temporalio/client';

/** How one dev server process is started; the same options start it again on the same ports and file. */
export interface DevServerOptions {
  /** Path of the Temporal CLI. */
  binary: string;
  /** gRPC, Web UI, HTTP API and metrics ports on 127.0.0.1. */
  ports: { grpc: number; ui: number; http: number; metrics: number };
  /** SQLite file; without it everything is lost with the process. */
  dbFilename?: string;
  /** `name=Type` pairs as the CLI's --search-attribute takes them. */
  searchAttributes: readonly string[];
  /** Codec server the Web UI asks to decode payloads. */
  codecEndpoint?: string;
  /** Namespaces or search attributes are registered while it runs: they are known at once, at the price of its speed. */
  registersWhileRunning?: boolean;
}

/** A running dev server process. */
export interface DevServerProcess {
  /** Ends it, gently first. */
  stop(): Promise<void>;
  /** Ends it at once (SIGKILL), as a crash would. */
  kill(): Promise<void>;
}

/** The server process ended or did not answer in time; the message carries its last output. */
export class DevServerStartError extends Error {
  override readonly name = 'DevServerStartError';
}

const readyTimeoutMs = 30_000;
const stopTimeoutMs = 5_000;
const outputKept = 4_000;

/**
 * Server settings that the per-connection limits of the provider queues need (measured on server 1.32.0 with a backlog of 1,000 activities, too long for the suite): without
 * the first two a connection waits behind the whole backlog of another one; a limit is divided among a queue's
 * partitions, so that with the usual four a quiet queue serves a connection at a quarter of its limit.
 */
export const limitingServerSettings = {
  'matching.useNewMatcher': true,
  'matching.enableFairness': true,
  'matching.numTaskqueueReadPartitions': 1,
  'matching.numTaskqueueWritePartitions': 1,
} as const;

/** It has one shard, and a server's usual 20 loads a second for each shard make every task of an idle one wait 20 to 30 ms. */
const quickServerSettings = {
  'history.transferProcessorMaxPollRPS': 1_000,
  'history.timerProcessorMaxPollRPS': 1_000,
  'history.visibilityProcessorMaxPollRPS': 1_000,
} as const;

function settingsFor({
  registersWhileRunning = false,
}: DevServerOptions): Record<string, string | number | boolean> {
  return {
    ...limitingServerSettings,
    ...quickServerSettings,
    // A dev server's own default is true, which costs every invoice 20 reads of its database.
    'system.forceSearchAttributesCacheRefreshOnRead': registersWhileRunning,
  };
}

function commandLine(options: DevServerOptions): string[] {
  const { ports } = options;
  const file =
    options.dbFilename === undefined
      ? []
      : [
          // 4-5 times the throughput of SQLite's defaults (measured: 37 against 8 workflows per second).
          ...['--db-filename', options.dbFilename],
          ...['--sqlite-pragma', 'journal_mode=WAL', '--sqlite-pragma', 'synchronous=NORMAL'],
        ];
  return [
    ...['server', 'start-dev', '--ip', '127.0.0.1', '--log-level', 'error', '--ui-disable-news-fetch'],
    ...['--port', String(ports.grpc), '--ui-port', String(ports.ui)],
    ...['--http-port', String(ports.http), '--metrics-port', String(ports.metrics)],
    ...file,
    ...Object.entries(settingsFor(options)).flatMap(([key, value]) => [
      '--dynamic-config-value',
      `${key}=${String(value)}`,
    ]),
    ...options.searchAttributes.flatMap((pair) => ['--search-attribute', pair]),
    ...(options.codecEndpoint === undefined ? [] : ['--ui-codec-endpoint', options.codecEndpoint]),
  ];
}

/**
 * Ends the server if this process dies without doing so itself, even by SIGKILL: the guard's standard input
 * closes with us, and it then kills the server.
 */
function startGuard(serverPid: number): ChildProcess {
  return spawn('/bin/sh', ['-c', `cat >/dev/null; kill -9 ${serverPid} 2>/dev/null`], {
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
  });
}

function acceptsConnections(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createConnection({ host: '127.0.0.1', port });
    socket.once('connect', () => resolve(true));
    socket.once('error', () => resolve(false));
    socket.once('close', () => socket.destroy());
    socket.once('connect', () => socket.end());
  });
}

async function answers(address: string): Promise<boolean> {
  const connection = Connection.lazy({ address, interceptors: [] });
  try {
    await connection.withDeadline(Date.now() + 2_000, () =>
      connection.workflowService.describeNamespace({ namespace: 'default' }),
    );
    return true;
  } catch {
    return false;
  } finally {
    await connection.close();
  }
}

/**
 * Starts one dev server and waits until its frontend serves the namespace `default`.
 * @throws DevServerStartError when it ends (a port was taken, the file is unusable) or is not ready in 30 s.
 */
export async function startDevServer(options: DevServerOptions): Promise<DevServerProcess> {
  // A process group of its own: Ctrl-C reaches only us, and we decide when the server goes.
  const server = spawn(options.binary, commandLine(options), {
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  let output = '';
  const keep = (chunk: Buffer): void => {
    output = (output + chunk.toString()).slice(-outputKept);
  };
  server.stdout.on('data', keep);
  server.stderr.on('data', keep);

  let ended = false;
  const hasEnded = (): boolean => ended;
  const end = new Promise<void>((resolve) => {
    const finish = (): void => {
      ended = true;
      resolve();
    };
    server.once('exit', finish);
    server.once('error', (error) => {
      output += String(error);
      finish();
    });
  });
  const guard = server.pid === undefined ? undefined : startGuard(server.pid);

  const signalAndWait = async (signal: NodeJS.Signals): Promise<void> => {
    if (!hasEnded()) {
      server.kill(signal);
      const overdue = setTimeout(() => server.kill('SIGKILL'), stopTimeoutMs);
      await end;
      clearTimeout(overdue);
    }
    guard?.kill('SIGKILL');
  };

  const deadline = Date.now() + readyTimeoutMs;
  for (;;) {
    if ((await acceptsConnections(options.ports.grpc)) && (await answers(`127.0.0.1:${options.ports.grpc}`)))
      break;
    if (hasEnded() || Date.now() > deadline) {
      await signalAndWait('SIGKILL');
      throw new DevServerStartError(
        `The Temporal dev server did not start. Its last words:\n${output.trim()}`,
      );
    }
    await sleep(25);
  }
  if (hasEnded())
    throw new DevServerStartError(`The Temporal dev server ended at once. Its last words:\n${output.trim()}`);
  return { stop: () => signalAndWait('SIGTERM'), kill: () => signalAndWait('SIGKILL') };
}
