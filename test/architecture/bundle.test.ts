import { relative, sep } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { buildWorkflowBundle } from '../../worker/bundle.js';
import { root } from './sources.js';

/** 1,111 kB in November 2026, most of it the SDK's; the room above is for our growth, not for a library. */
const mostCode = 1_300_000;

let code = '';
/** Paths from the root of all modules in the bundle, as its source map names them. */
let modules: string[] = [];

beforeAll(async () => {
  const bundle = await buildWorkflowBundle();
  const [before, map = ''] = bundle.code.split(/\/\/# sourceMappingURL=data:[^,]*,/);
  code = before ?? '';
  const { sources } = JSON.parse(Buffer.from(map, 'base64').toString('utf8')) as { sources: string[] };
  modules = sources
    .filter((source) => source.startsWith('/'))
    // Wherever packages are installed.
    .map((source) =>
      relative(root, source)
        .split(sep)
        .join('/')
        .replace(/^.*?node_modules\//, 'node_modules/'),
    );
});

test('the bundle holds the workflows and the centre', () => {
  expect(modules).toEqual(expect.arrayContaining(['workflows/invoice-payment.ts', 'domain/decide.ts']));
});

test('of our code it holds contracts, domain and workflows, and the failure converter', () => {
  const ours = modules.filter((path) => !path.startsWith('node_modules/'));
  const foreign = ours.filter((path) => !/^(contracts|domain|workflows)\//.test(path));
  expect(foreign).toEqual(['platform/temporal/failure-converter.cjs']);
  expect(ours.filter((path) => path.startsWith('contracts/schemas/'))).toEqual([]);
});

test('of packages it holds the SDK’s own and a hash: no zod, no HTTP client', () => {
  const packages = modules.flatMap((path) => /^node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1] ?? []);
  expect([...new Set(packages)].sort()).toEqual([
    ...['@noble/hashes', '@temporalio/common', '@temporalio/workflow', 'long', 'ms', 'nexus-rpc'],
  ]);
});

test('it names no address of a provider and no schema', () => {
  const strange = ['api.razorpay.com', 'ZodError', '$ZodType'];
  expect(strange.filter((word) => code.includes(word))).toEqual([]);
});

test('it stays small enough to be parsed for each worker thread at once', () => {
  expect(code.length, `${code.length} bytes of code`).toBeLessThan(mostCode);
  expect(code.length).toBeGreaterThan(100_000);
});
