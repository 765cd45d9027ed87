import { readFileSync } from 'node:fs';
import { parse, YAMLParseError } from 'yaml';
import { z } from 'zod';
import { KeyRingError, parseKeyRing, type KeyRing } from '../temporal/key-ring.js';
import type { Config, ConnectionConfig } from './config.js';
import { ConfigError, type ConfigProblem } from './config-error.js';
import { environmentOfKey, guardedFields, guardEnvironment } from './environment-guard.js';
import { resolveReferences } from './references.js';
import { fileSchema, type connectionSchema } from './schema.js';

type Environment = Record<string, string | undefined>;

function readYaml(file: string): unknown {
  let source: string;
  try {
    source = readFileSync(file, 'utf8');
  } catch (error) {
    const reason = error instanceof Error && 'code' in error ? String(error.code) : 'unreadable';
    throw new ConfigError(file, [{ path: '', problem: `cannot be read (${reason})` }]);
  }
  try {
    // Without pretty errors: they quote the line, and a secret may stand in it.
    return parse(source, { prettyErrors: false, stringKeys: true });
  } catch (error) {
    if (!(error instanceof YAMLParseError)) throw error;
    const line = source.slice(0, error.pos[0]).split('\n').length;
    throw new ConfigError(file, [{ path: '', problem: `is not YAML (${error.code}, line ${line})` }]);
  }
}

const looseFile = z.record(z.string(), z.unknown());

function withEnvironment(content: unknown, env: Environment): unknown {
  const file = looseFile.safeParse(content ?? {});
  if (!file.success) return content;
  const temporal = looseFile.safeParse(file.data['temporal'] ?? {});
  const said = (name: string): string | undefined => (env[name] === '' ? undefined : env[name]);
  const address = said('TEMPORAL_ADDRESS');
  const namespace = said('TEMPORAL_NAMESPACE');
  const encryptionKeys = said('PAYMENT_ORCHESTRATOR_ENCRYPTION_KEYS');
  const publicUrl = said('PAYMENT_ORCHESTRATOR_PUBLIC_URL');
  return {
    ...file.data,
    ...(encryptionKeys === undefined ? {} : { encryptionKeys }),
    ...(publicUrl === undefined ? {} : { publicUrl }),
    ...(!temporal.success
      ? {}
      : {
          temporal: {
            ...temporal.data,
            ...(address === undefined ? {} : { address }),
            ...(namespace === undefined ? {} : { namespace }),
          },
        }),
  };
}

function guardConnections(content: unknown): ConfigProblem[] {
  const file = z.object({ connections: looseFile }).safeParse(content);
  if (!file.success) return [];
  return Object.entries(file.data.connections).flatMap(([name, raw]) => {
    const connection = guardedFields.safeParse(raw);
    if (!connection.success) return [];
    return guardEnvironment(connection.data).map(({ path, problem }) => ({
      path: `connections.${name}.${path}`,
      problem,
    }));
  });
}

function readKeyRing(content: unknown): KeyRing | KeyRingError | undefined {
  const file = z.object({ encryptionKeys: z.string().min(1) }).safeParse(content);
  if (!file.success) return undefined;
  try {
    return parseKeyRing(file.data.encryptionKeys);
  } catch (error) {
    if (error instanceof KeyRingError) return error;
    throw error;
  }
}

function toConnection(name: string, parsed: z.infer<typeof connectionSchema>): ConnectionConfig {
  const { environment, razorpay, ...rest } = parsed;
  return {
    ...rest,
    name,
    // The guard has seen that what is said and the key agree.
    environment: environment ?? environmentOfKey(razorpay.keyId) ?? 'test',
    razorpay: { ...razorpay, webhookSecretPrevious: razorpay.webhookSecretPrevious },
  };
}

/**
 * Reads the configuration: the YAML file (`file`, else PAYMENT_ORCHESTRATOR_CONFIG) with its `${NAME}`
 * references resolved, and over it TEMPORAL_ADDRESS, TEMPORAL_NAMESPACE, PAYMENT_ORCHESTRATOR_ENCRYPTION_KEYS
 * and PAYMENT_ORCHESTRATOR_PUBLIC_URL.
 * @throws ConfigError that lists every problem at once and shows no secret.
 */
export function loadConfig(env: Environment, file?: string): Config {
  const path = file ?? env['PAYMENT_ORCHESTRATOR_CONFIG'] ?? '';
  if (path === '') {
    const problem = 'no file was named: give --config or set PAYMENT_ORCHESTRATOR_CONFIG';
    throw new ConfigError('nothing', [{ path: '', problem }]);
  }
  const problems: ConfigProblem[] = [];
  const content = resolveReferences(withEnvironment(readYaml(path), env), env, problems);
  const unresolved = new Set(problems.map((problem) => problem.path));
  const parsed = fileSchema.safeParse(content);
  const keyRing = readKeyRing(content);
  problems.push(
    ...(parsed.error?.issues ?? [])
      .map(({ path: place, message }) => ({ path: place.join('.'), problem: message }))
      .filter((problem) => !unresolved.has(problem.path)),
    ...(keyRing instanceof KeyRingError && !unresolved.has('encryptionKeys')
      ? [{ path: 'encryptionKeys', problem: keyRing.message }]
      : []),
    ...guardConnections(content),
  );
  if (problems.length > 0 || !parsed.success || keyRing === undefined || keyRing instanceof KeyRingError) {
    throw new ConfigError(path, problems);
  }
  const { temporal, publicUrl, time, connections } = parsed.data;
  return {
    temporal: { address: temporal.address, namespace: temporal.namespace },
    keyRing,
    publicUrl,
    time,
    connections: new Map(
      Object.entries(connections).map(([name, connection]) => [name, toConnection(name, connection)]),
    ),
  };
}
