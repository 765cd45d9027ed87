import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { filesUnder, importsOf, root, sourceFolders, specifiersIn, type Import } from './sources.js';

const all = sourceFolders.flatMap(filesUnder).flatMap(importsOf);
const ours = all.filter(({ kind }) => kind === 'ours');

function isIn(path: string, ...folders: readonly string[]): boolean {
  return folders.some((folder) => path.startsWith(`${folder}/`));
}

const schemas = 'contracts/schemas';
/** Code that runs in Temporal's sandbox, and all it may be made of. */
function isLight(file: string): boolean {
  return isIn(file, 'contracts', 'domain', 'workflows') && !isIn(file, schemas);
}

function shown(imports: readonly Import[]): string[] {
  return imports.map(({ from, specifier }) => `${from} imports ${specifier}`);
}

describe('who imports whom', () => {
  /**
   * What each room may know of, besides itself. Types count: they tie as well. Nobody but the testbed knows the testbed,
   * and nobody the tests; client and receiver know neither activities nor worker.
   */
  const doors: Readonly<Record<(typeof sourceFolders)[number], readonly string[]>> = {
    contracts: [],
    domain: ['contracts'],
    workflows: ['contracts', 'domain'],
    activities: ['contracts', 'domain', 'providers', 'platform'],
    providers: ['contracts', 'domain', 'platform'],
    platform: ['contracts'],
    worker: ['contracts', 'domain', 'activities', 'providers', 'platform'],
    client: ['contracts', 'domain', 'platform'],
    receiver: ['contracts', 'domain', 'client', 'providers', 'platform'],
    ops: ['contracts', 'domain', 'client', 'providers', 'platform'],
    testbed: sourceFolders,
  };

  test.each(sourceFolders)('%s keeps to its doors', (folder) => {
    const own = ours.filter(({ from }) => isIn(from, folder));
    expect(own.length, 'the imports of this folder were found').toBeGreaterThan(0);
    expect(shown(own.filter(({ target }) => !isIn(target, folder, ...doors[folder])))).toEqual([]);
  });

  test('the schemas are parsed at the edges, never in or below the workflow code', () => {
    const wrong = ours.filter(({ from, target }) => isLight(from) && isIn(target, schemas));
    expect(shown(wrong)).toEqual([]);
  });
});

describe('workflow code', () => {
  const outside = all.filter(({ from, kind }) => isLight(from) && kind !== 'ours');

  test('imports nothing of Node', () => {
    expect(shown(outside.filter(({ kind }) => kind === 'node'))).toEqual([]);
  });

  test('imports no package but the few that belong into the bundle', () => {
    const light = new Set(['@temporalio/workflow', '@temporalio/common', '@noble/hashes']);
    expect(outside.length).toBeGreaterThan(0);
    expect(shown(outside.filter(({ target }) => !light.has(target)))).toEqual([]);
  });

  test('decides without Temporal', () => {
    expect(shown(outside.filter(({ from }) => isIn(from, 'domain')))).toEqual([]);
  });
});

test('every import of ours ends in .js and leads to a file', () => {
  const wrong = ours.filter(({ target }) => {
    if (/\.(cjs|mjs|json)$/.test(target)) return !existsSync(join(root, target));
    return !target.endsWith('.js') || !existsSync(join(root, target.replace(/\.js$/, '.ts')));
  });
  expect(shown(wrong)).toEqual([]);
});

test('the top-level folders are the known ones', () => {
  const known = new Set<string>([
    ...sourceFolders,
    'test',
    'docs',
    'scripts',
    'node_modules',
    'dist',
    'coverage',
  ]);
  const folders = readdirSync(root, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'))
    .map(({ name }) => name);
  expect(folders.filter((name) => !known.has(name))).toEqual([]);
});

test('imports are found in whatever form they are written', () => {
  const text = [
    "import a from 'a';",
    "import type { B } from './b.js';",
    "export * from './c.js';",
    "export type { D } from 'd';",
    "type E = import('e').E;",
    "const f = await import('f');",
    "const g = require('g');",
    "require.resolve('h');",
    "import i = require('i');",
    "import 'j';",
    "const text = \"import k from 'k'\"; // import l from 'l'",
  ].join('\n');
  expect(specifiersIn('sample.ts', text).sort()).toEqual([
    ...['./b.js', './c.js', 'a', 'd', 'e', 'f', 'g', 'h', 'i', 'j'],
  ]);
});
