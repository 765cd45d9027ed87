import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { root } from '../../architecture/sources.js';
import { runStorm } from '../support/run-storm.js';
import { plantedBugs, type PlantedBug } from './bugs.js';
import { withPlanted } from './plant.js';

/** The first seed is where a bug showed itself when it was planted last; timing differs, so the others follow. */
const seeds = [1, 2, 3, 4, 5];
const INVOICES = '20';

const report = z.object({ violations: z.array(z.object({ check: z.string() })) });

/** The checks that found a violation. */
async function storm(folder: string, flags: readonly string[]): Promise<string[]> {
  const args = ['--import', 'tsx', 'testbed/storm/main.ts', '--json', ...flags];
  const { code, stdout, stderr } = await runStorm(folder, args);
  if (stdout === '') throw new Error(`the storm ended with ${String(code)}: ${stderr.slice(-2_000)}`);
  return report.parse(JSON.parse(stdout)).violations.map(({ check }) => check);
}

function isCaught({ caughtBy }: PlantedBug, found: readonly string[]): boolean {
  return found.some((check) => caughtBy.includes(check));
}

describe('the storm catches', () => {
  test.each(plantedBugs)('$name', { timeout: 900_000 }, async (bug) => {
    await withPlanted(bug, async (folder) => {
      const tried: string[][] = [];
      for (const seed of seeds) {
        const flags = ['--seed', String(seed), '--invoices', INVOICES, ...bug.flags];
        const found = await storm(folder, flags);
        tried.push(found);
        if (!isCaught(bug, found)) continue;
        const withoutBug = await storm(root, flags);
        expect(isCaught(bug, withoutBug), `without the bug: ${withoutBug.join(', ')}`).toBe(false);
        return;
      }
      expect.fail(`not caught: ${JSON.stringify(tried)}`);
    });
  });
});
