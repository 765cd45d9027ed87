import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { loadConfig } from '../../platform/config/load-config.js';
import { limitingServerSettings } from '../../platform/temporal/dev-server.js';
import { generateKeyRing, formatKeyRing } from '../../platform/temporal/key-ring.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
const read = (file: string): string => readFileSync(join(root, file), 'utf8');
const folder = mkdtempSync(join(tmpdir(), 'compose-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** `.env.example` with everything filled in. */
const filled = Object.fromEntries(
  read('.env.example')
    .split('\n')
    .filter((line) => /^[A-Z]/.test(line))
    .map((line): [string, string] => {
      const [name = '', value = ''] = line.split('=', 2);
      if (name === 'PAYMENT_ORCHESTRATOR_ENCRYPTION_KEYS') return [name, formatKeyRing(generateKeyRing())];
      return [name, value === '' ? `secret-of-${name.toLowerCase()}` : value];
    }),
);

const service = z.object({
  image: z.string(),
  command: z.array(z.string()).optional(),
  entrypoint: z.array(z.string()).optional(),
  environment: z.record(z.string(), z.string()).default({}),
  healthcheck: z.object({ test: z.array(z.string()) }).optional(),
  depends_on: z.record(z.string(), z.object({ condition: z.string() })).default({}),
  ports: z.array(z.string()).default([]),
  volumes: z.array(z.string()).default([]),
});
const stack = z.object({
  services: z.record(z.string(), service),
  volumes: z.record(z.string(), z.unknown()),
});

function compose(env: Record<string, string>): { status: number | null; stdout: string; stderr: string } {
  const file = join(folder, 'env');
  writeFileSync(
    file,
    Object.entries(env)
      .map(([name, value]) => `${name}=${value}\n`)
      .join(''),
  );
  return spawnSync('docker-compose', ['--env-file', file, '--profile', 'simulator', 'config'], {
    cwd: root,
    encoding: 'utf8',
    env: { PATH: process.env['PATH'] },
  });
}

let services: z.output<typeof stack>['services'];
let volumes: z.output<typeof stack>['volumes'];
beforeAll(() => {
  const { status, stdout, stderr } = compose(filled);
  expect(status, stderr).toBe(0);
  ({ services, volumes } = stack.parse(parse(stdout)));
});

test('docker-compose takes the file, and every part is there', () => {
  expect(Object.keys(services).sort()).toEqual([
    ...['codec-server', 'postgresql', 'receiver', 'simulator', 'temporal', 'temporal-namespace'],
    ...['temporal-schema', 'temporal-setup', 'temporal-ui', 'worker'],
  ]);
  expect(Object.keys(volumes)).toEqual(['postgresql-data']);
});

test.each(Object.keys(filled).filter((name) => read('docker-compose.yml').includes(`\${${name}:?`)))(
  'without %s nothing starts, and the message says so',
  (name) => {
    const { status, stderr } = compose({ ...filled, [name]: '' });
    expect(status).not.toBe(0);
    expect(stderr).toContain('set it in .env');
  },
);

test('every variable of the example is used, and every used one is in the example', () => {
  const used = read('docker-compose.yml').matchAll(/\$\{([A-Z_]+)/g);
  expect(new Set(Array.from(used, ([, name]) => name))).toEqual(new Set(Object.keys(filled)));
});

test('no secret stands in a file', () => {
  const secret = /PASSWORD|PWD|SECRET|TOKEN|KEYS?$/;
  const lines = ['docker-compose.yml', '.env.example', 'config.compose.yaml', 'Dockerfile'].flatMap((file) =>
    read(file).split('\n'),
  );
  const given = lines.flatMap((line) => {
    const match = /^\s*(?:-\s*)?["']?([A-Za-z_]+)["']?\s*[:=]\s*(.*)$/.exec(line);
    const [, name = '', value = ''] = match ?? [];
    return secret.test(name.replace(/([a-z])([A-Z])/g, '$1_$2').toUpperCase()) && value !== '' ? [value] : [];
  });
  expect(given.length).toBeGreaterThan(10);
  expect(given.filter((value) => !/^\$\{[A-Z_]+(:\?[^}]*)?\}$/.test(value))).toEqual([]);
});

test('every image is pinned to a version', () => {
  const bases = Array.from(read('Dockerfile').matchAll(/^FROM (\S+:\S+)/gm), ([, image = '']) => image);
  expect(bases.length).toBeGreaterThan(0);
  for (const image of [...Object.values(services).map((each) => each.image), ...bases])
    expect(image).toMatch(/:\d+\.\d+(\.\d+)?(-[a-z-]+)?$/);
  const { version } = z.object({ version: z.string() }).parse(JSON.parse(read('package.json')));
  expect(services['worker']?.image).toBe(`payment-orchestrator:${version}`);
});

test('the image runs on glibc, as no root', () => {
  expect(read('Dockerfile')).toMatch(/^FROM node:[\d.]+-bookworm-slim AS base$/m);
  expect(read('Dockerfile')).not.toMatch(/alpine|musl/);
  const product = read('Dockerfile').split(/^FROM base AS product$/m)[1] ?? '';
  expect(product).toMatch(/^USER node$/m);
});

test('ports are published on localhost only', () => {
  const ports = Object.values(services).flatMap((each) => each.ports);
  expect(ports.length).toBeGreaterThan(3);
  expect(ports.filter((port) => !port.startsWith('127.0.0.1:'))).toEqual([]);
});

test('what runs on has a health check; what ends is waited for', () => {
  const ending = ['temporal-schema', 'temporal-namespace', 'temporal-setup'];
  const unchecked = Object.entries(services).filter(([, { healthcheck }]) => healthcheck === undefined);
  // The UI's image has nothing to check with.
  expect(unchecked.map(([name]) => name).sort()).toEqual([...ending, 'temporal-ui'].sort());
  const conditions = Object.values(services).flatMap(({ depends_on }) => Object.entries(depends_on));
  for (const [name, { condition }] of conditions)
    expect(condition).toBe(ending.includes(name) ? 'service_completed_successfully' : 'service_healthy');
});

describe('our own commands', () => {
  const scripts = z
    .object({ scripts: z.record(z.string(), z.string()) })
    .parse(JSON.parse(read('package.json'))).scripts;
  const entries: Record<string, string> = {
    'temporal-setup': 'setup-temporal',
    worker: 'worker',
    receiver: 'receiver',
    'codec-server': 'codec-server',
    simulator: 'simulator',
  };

  test.each(Object.entries(entries))(
    '%s runs what `npm run %s` runs, with options it has',
    (name, script) => {
      const command = services[name]?.command ?? [];
      const entry = command.find((word) => /\.(js|ts)$/.test(word)) ?? '';
      const source = entry.replace(/^dist\//, '').replace(/\.js$/, '.ts');
      expect(existsSync(join(root, source)), source).toBe(true);
      expect(scripts[script]).toBe(`node scripts/run.mjs ${source}`);
      const { status, stdout } = spawnSync(process.execPath, ['--import', 'tsx', source, '--help'], {
        cwd: root,
        encoding: 'utf8',
      });
      expect(status).toBe(0);
      const options = command.slice(command.indexOf(entry) + 1).filter((word) => word.startsWith('--'));
      expect(options.length).toBeGreaterThan(0);
      for (const option of options) expect(stdout).toContain(`${option.replace(/=.*/s, '')} `);
    },
  );

  test('compiled entries are part of the build', () => {
    const { include } = z
      .object({ include: z.array(z.string()) })
      .parse(JSON.parse(read('tsconfig.build.json')));
    const compiled = Object.values(services).flatMap(({ command = [] }) =>
      command.flatMap((word) => /^dist\/([a-z]+)\//.exec(word)?.[1] ?? []),
    );
    expect(compiled.length).toBe(4);
    expect(compiled.filter((name) => !include.includes(name))).toEqual([]);
  });
});

test('worker and receiver get a configuration that loads', () => {
  for (const name of ['worker', 'receiver']) {
    const environment = services[name]?.environment ?? {};
    expect(services[name]?.volumes).toEqual([
      `${join(root, 'config.compose.yaml')}:${environment['PAYMENT_ORCHESTRATOR_CONFIG'] ?? ''}:ro`,
    ]);
    const config = loadConfig(environment, join(root, 'config.compose.yaml'));
    expect(config.temporal).toEqual({ address: 'temporal:7233', namespace: 'default' });
    expect(config.connections.get('main')?.razorpay.baseUrl).toBe('http://simulator:7001/v1');
  }
});

test('the server runs with the settings that the queue limits need', () => {
  const settings = z
    .record(z.string(), z.tuple([z.object({ value: z.union([z.boolean(), z.number()]) })]))
    .parse(parse(read('platform/temporal/dynamic-config.yaml')));
  expect(Object.fromEntries(Object.entries(settings).map(([key, [{ value }]]) => [key, value]))).toEqual(
    limitingServerSettings,
  );
});
