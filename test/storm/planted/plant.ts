import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root, sourceFolders } from '../../architecture/sources.js';
import { applyEdit, type PlantedBug } from './bugs.js';

/** All that a storm runs on. Named, so that nobody's own settings beside it are copied, and no git is needed. */
const copied = [...sourceFolders, 'scripts', 'package.json', 'package-lock.json', 'tsconfig.json'];
/** Of the cache only this: a bundle of planted workflows belongs to the copy, and goes away with it. */
const servers = join('.cache', 'temporal');

/** Runs something in a copy of the product that has the bug in it. */
export async function withPlanted<T>({ edits }: PlantedBug, run: (folder: string) => Promise<T>): Promise<T> {
  const copy = mkdtempSync(join(tmpdir(), 'planted-'));
  try {
    for (const name of copied) cpSync(join(root, name), join(copy, name), { recursive: true });
    mkdirSync(join(copy, '.cache'));
    // Where the server is on the PATH, nothing was ever fetched.
    mkdirSync(join(root, servers), { recursive: true });
    for (const name of ['node_modules', servers]) symlinkSync(join(root, name), join(copy, name));
    for (const edit of edits) {
      const path = join(copy, edit.file);
      writeFileSync(path, applyEdit(readFileSync(path, 'utf8'), edit));
    }
    return await run(copy);
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
}
