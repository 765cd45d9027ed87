import { InterceptingCall } from '@grpc/grpc-js';
import { Client, Connection, type ConnectionOptions } from '@temporalio/client';
import type { DataConverter } from '@temporalio/common';
import { loadClientConnectConfig } from '@temporalio/envconfig';
import { NativeConnection, type NativeConnectionOptions } from '@temporalio/worker';

/** Which server; what is left out comes from the TEMPORAL_* variables and profile, then from Temporal's defaults. */
export interface TemporalTarget {
  /** host:port */
  address?: string | undefined;
  namespace?: string | undefined;
}

/** A client and the connection to close when it is no longer needed. */
export interface TemporalClient {
  client: Client;
  connection: Connection;
  namespace: string;
}

/** The worker's kind of connection. */
export interface WorkerConnection {
  connection: NativeConnection;
  namespace: string;
}

function resolveTarget(target: TemporalTarget): { options: NativeConnectionOptions; namespace: string } {
  const { connectionOptions, namespace } = loadClientConnectConfig();
  return {
    options: { ...connectionOptions, ...(target.address === undefined ? {} : { address: target.address }) },
    namespace: target.namespace ?? namespace ?? 'default',
  };
}

function toClient(connection: Connection, namespace: string, dataConverter: DataConverter): TemporalClient {
  return { client: new Client({ connection, namespace, dataConverter }), connection, namespace };
}

/** Connects now. @throws when the server does not answer within 10 s. */
export async function connectTemporal(
  target: TemporalTarget & { dataConverter: DataConverter },
): Promise<TemporalClient> {
  const { options, namespace } = resolveTarget(target);
  return toClient(await Connection.connect(options), namespace, target.dataConverter);
}

type Interceptor = NonNullable<ConnectionOptions['interceptors']>[number];

function limitEveryCall(deadlineMs: number): Interceptor {
  return (options, nextCall) =>
    new InterceptingCall(nextCall({ ...options, deadline: options.deadline ?? Date.now() + deadlineMs }));
}

/**
 * Connects on first use, and no call takes longer than the deadline or is tried twice: the SDK's own retries
 * give up only after about 17 s, and Razorpay waits 5 s for a webhook's answer.
 */
export function connectLazily(
  target: TemporalTarget & { dataConverter: DataConverter; deadlineMs: number },
): TemporalClient {
  const { options, namespace } = resolveTarget(target);
  const connection = Connection.lazy({
    ...options,
    // gRPC waits ever longer between connection attempts (up to 2 min); a server that is back must be used at once.
    channelArgs: { 'grpc.initial_reconnect_backoff_ms': 100, 'grpc.max_reconnect_backoff_ms': 1_000 },
    interceptors: [limitEveryCall(target.deadlineMs)],
  });
  return toClient(connection, namespace, target.dataConverter);
}

/** Connects a worker. @throws when the server does not answer. */
export async function connectWorker(target: TemporalTarget): Promise<WorkerConnection> {
  const { options, namespace } = resolveTarget(target);
  return { connection: await NativeConnection.connect(options), namespace };
}
