import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { ConfigError } from '../../platform/config/config-error.js';
import { loadConfig } from '../../platform/config/load-config.js';
import { formatKeyRing, generateKeyRing } from '../../platform/temporal/key-ring.js';

const folder = mkdtempSync(join(tmpdir(), 'config-'));
afterAll(() => rmSync(folder, { recursive: true }));

const keys = formatKeyRing(generateKeyRing());
const secrets = {
  PAYMENT_ORCHESTRATOR_ENCRYPTION_KEYS: keys,
  ACME_RAZORPAY_KEY_ID: 'rzp_test_abcdef12345678',
  ACME_RAZORPAY_KEY_SECRET: 'the-key-secret',
  ACME_RAZORPAY_WEBHOOK_SECRET: 'the-webhook-secret',
  ACME_TOGAI_TOKEN: 'the-togai-token',
  ACME_TOGAI_WEBHOOK_SECRET: 'the-togai-secret',
};

let files = 0;
function fileOf(content: unknown): string {
  const file = join(folder, `${(files += 1)}.yaml`);
  writeFileSync(file, typeof content === 'string' ? content : stringify(content));
  return file;
}

function problemsOf(load: () => unknown): Record<string, string> {
  try {
    load();
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return Object.fromEntries(error.problems.map(({ path, problem }) => [path, problem]));
  }
  return {};
}

function connection(
  change: { environment?: string; key?: string; togai?: string; pay?: string } = {},
): unknown {
  return {
    ...(change.environment === undefined ? {} : { environment: change.environment }),
    razorpay: {
      keyId: change.key ?? 'rzp_test_abc',
      keySecret: 's',
      webhookSecret: 'w',
      ...(change.pay === undefined ? {} : { baseUrl: change.pay }),
    },
    togai: { token: 't', webhookSecret: 'w', baseUrl: change.togai ?? 'https://sandbox-api.togai.com' },
    returnUrl: 'https://shop.example.com/back',
  };
}

function fileWith(connections: Record<string, unknown>): string {
  return fileOf({ encryptionKeys: keys, publicUrl: 'https://pay.example.com/', connections });
}

describe('loadConfig', () => {
  it('reads the example file, with its secrets from the environment', () => {
    const config = loadConfig(secrets, 'config.example.yaml');
    expect(config.connections.get('acme')).toMatchObject({
      name: 'acme',
      environment: 'test',
      razorpay: { keySecret: 'the-key-secret', baseUrl: 'https://api.razorpay.com/v1' },
      togai: { requestsPerSecond: 10, settingNamespace: 'USER' },
      policy: { mode: 'payment_request', maxAttempts: 5 },
    });
    expect(config.keyRing.keys.size).toBe(1);
  });

  it('lets the environment win, and finds the file by its variable', () => {
    const env = {
      ...secrets,
      PAYMENT_ORCHESTRATOR_CONFIG: fileWith({ acme: connection() }),
      TEMPORAL_ADDRESS: 'temporal.internal:7233',
      PAYMENT_ORCHESTRATOR_PUBLIC_URL: 'https://other.example.com',
    };
    const config = loadConfig(env);
    expect(config.temporal.address).toBe('temporal.internal:7233');
    expect(config.publicUrl).toBe('https://other.example.com');
  });

  it('takes a business clock with its start only, and none by default', () => {
    const content = {
      encryptionKeys: keys,
      publicUrl: 'https://pay.example.com',
      connections: { acme: connection() },
    };
    const time = { startMs: 1_790_000_000_000, timeScale: 3_600 };
    expect(loadConfig({}, fileOf({ ...content, time })).time).toEqual(time);
    expect(loadConfig({}, fileOf(content)).time).toBeUndefined();
    expect(
      problemsOf(() => loadConfig({}, fileOf({ ...content, time: { timeScale: 3_600 } }))),
    ).toHaveProperty(['time.startMs']);
  });

  it('lists every problem at once, by path, and shows no secret', () => {
    const file = fileOf({
      temporal: { adress: 'x' },
      encryptionKeys: 'k1:dG9vIHNob3J0',
      publicUrl: 'not a url',
      connections: {
        acme: {
          razorpay: { keyId: 'rzp_prod_TOPSECRET', keySecret: '${NOT_SET}', webhookSecret: '' },
          togai: { token: 7, webhookSecret: 'w', requestsPerSecond: 0 },
          returnUrl: 'ftp://shop.example.com',
          policy: { maxAttempts: 0 },
        },
        Bad_Name: connection(),
        twoworlds: connection({ togai: 'https://api.togai.com' }),
      },
    });
    const problems = problemsOf(() => loadConfig({}, file));
    expect(Object.keys(problems).sort()).toEqual([
      'connections.Bad_Name',
      'connections.acme.policy.maxAttempts',
      'connections.acme.razorpay.keyId',
      'connections.acme.razorpay.keySecret',
      'connections.acme.razorpay.webhookSecret',
      'connections.acme.returnUrl',
      'connections.acme.togai.requestsPerSecond',
      'connections.acme.togai.token',
      'connections.twoworlds.togai.baseUrl',
      'encryptionKeys',
      'publicUrl',
      'temporal',
    ]);
    expect(problems['connections.acme.razorpay.keySecret']).toBe(
      'the environment variable NOT_SET is not set',
    );
    expect(JSON.stringify(problems)).not.toMatch(/TOPSECRET|dG9vIHNob3J0/);
  });

  it('refuses a file that is missing, unnamed or not YAML, without quoting it', () => {
    expect(problemsOf(() => loadConfig({}))['']).toMatch(/no file was named/);
    expect(problemsOf(() => loadConfig({}, join(folder, 'none.yaml')))['']).toMatch(/ENOENT/);
    const broken = problemsOf(() => loadConfig({}, fileOf('keySecret: "hunter2\nx: [')));
    expect(broken['']).toMatch(/is not YAML/);
    expect(broken['']).not.toContain('hunter2');
    expect(Object.keys(problemsOf(() => loadConfig({}, fileOf(''))))).toContain('connections');
    expect(problemsOf(() => loadConfig({}, fileOf('just a text')))['']).toMatch(/expected object/);
  });
});

describe('the files that the repository brings', () => {
  const key = `k1:${Buffer.alloc(32, 7).toString('base64')}`;
  const secrets = {
    ...{ ACME_RAZORPAY_KEY_ID: 'rzp_test_Example1', ACME_RAZORPAY_KEY_SECRET: 's' },
    ...{ ACME_RAZORPAY_WEBHOOK_SECRET: 'w', ACME_TOGAI_TOKEN: 't', ACME_TOGAI_WEBHOOK_SECRET: 'v' },
  };

  it.each([
    ['config.example.yaml', secrets],
    ['config.simulator.yaml', {}],
  ])('%s needs nothing but what the README exports', (file, env) => {
    const config = loadConfig({ ...env, PAYMENT_ORCHESTRATOR_ENCRYPTION_KEYS: key }, file);
    expect([...config.connections.keys()]).toEqual(['acme']);
  });
});

describe('the environment guard', () => {
  const simulator = 'http://127.0.0.1:4010/togai';
  it.each([
    ['test key, sandbox', connection()],
    ['live key, production', connection({ key: 'rzp_live_abc', togai: 'https://api.togai.com' })],
    [
      'test key, simulator, environment said',
      connection({ togai: simulator, pay: `${simulator}/v1`, environment: 'test' }),
    ],
  ])('starts with %s', (_, good) => {
    expect(loadConfig({}, fileWith({ acme: good })).connections.size).toBe(1);
  });

  it.each([
    ['test key, production', connection({ togai: 'https://api.togai.com' }), 'togai.baseUrl'],
    [
      'test key, production with a final dot',
      connection({ togai: 'https://API.togai.com./' }),
      'togai.baseUrl',
    ],
    ['live key, sandbox', connection({ key: 'rzp_live_abc' }), 'togai.baseUrl'],
    [
      'test key, production, "environment: test"',
      connection({ togai: 'https://api.togai.com', environment: 'test' }),
      'togai.baseUrl',
    ],
    [
      'an unknown Togai host without environment',
      connection({ togai: 'https://togai.proxy.example' }),
      'environment',
    ],
    [
      'an unknown Razorpay host without environment',
      connection({ pay: 'https://pay.proxy.example/v1' }),
      'environment',
    ],
    ['an environment other than the key’s', connection({ environment: 'live' }), 'environment'],
    [
      'a live key over http',
      connection({ key: 'rzp_live_abc', togai: 'http://api.togai.com' }),
      'togai.baseUrl',
    ],
  ])('refuses %s', (_, bad, field) => {
    expect(Object.keys(problemsOf(() => loadConfig({}, fileWith({ acme: bad }))))).toEqual([
      `connections.acme.${field}`,
    ]);
  });
});
