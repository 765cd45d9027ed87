import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundleWorkflowCode, type WorkflowBundleWithSourceMap } from '@temporalio/worker';
import { failureConverterPath } from '../platform/temporal/data-converter.js';

const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, '..');
/** Everything the bundle is made of; a change of any file makes a new bundle. */
const sources = ['contracts', 'domain', 'workflows'].map((folder) => join(root, folder));
const workflowsEntry = join(root, 'workflows', `index${extname(fileURLToPath(import.meta.url))}`);

/** Bundles the workflow code; takes a second or so. */
export function buildWorkflowBundle(): Promise<WorkflowBundleWithSourceMap> {
  return bundleWorkflowCode({
    workflowsPath: workflowsEntry,
    failureConverterPath,
    // Evaluated once for all workflows instead of for each: no module of ours has state (eslint.config.js sees to it), and
    // the SDK freezes what they export.
    preloadModules: [workflowsEntry, failureConverterPath],
    logger: { log: ignore, trace: ignore, debug: ignore, info: ignore, warn: ignore, error: ignore },
  });
}

/**
 * The bundle made by the build (`workflow-bundle.js` beside the worker), or in a checkout the one cached for exactly
 * these sources and this SDK; made and cached when there is none.
 */
export async function loadWorkflowBundle(): Promise<{ code: string }> {
  const built = join(root, 'workflow-bundle.js');
  if (existsSync(built)) return { code: readFileSync(built, 'utf8') };
  const cache = join(root, '.cache', 'workflow-bundle');
  const cached = join(cache, `${fingerprint()}.js`);
  if (existsSync(cached)) return { code: readFileSync(cached, 'utf8') };
  const { code } = await buildWorkflowBundle();
  mkdirSync(cache, { recursive: true });
  // Renamed into place, so that a worker starting beside this one never reads half a file.
  const partial = `${cached}.${process.pid}`;
  writeFileSync(partial, code);
  renameSync(partial, cached);
  return { code };
}

function fingerprint(): string {
  const hash = createHash('sha256');
  const ownFile = fileURLToPath(import.meta.url);
  for (const file of [
    join(root, 'package-lock.json'),
    ownFile,
    failureConverterPath,
    ...sources.flatMap(filesUnder),
  ])
    hash.update(file).update(readFileSync(file));
  return hash.digest('hex').slice(0, 32);
}

function filesUnder(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .sort()
    .map((name) => join(folder, name));
}

function ignore(): void {
  // The bundler's progress is no news to whoever runs a worker; its failures are thrown.
}
