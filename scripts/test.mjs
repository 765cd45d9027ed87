// Runs the suite once and says, as its last line, `N passed, N failed`: other programs read that line.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureInstalled, root } from './ensure-installed.mjs';

ensureInstalled();
const folder = mkdtempSync(join(tmpdir(), 'test-report-'));
const reportFile = join(folder, 'report.json');
const run = spawnSync(
  process.execPath,
  [
    join(root, 'node_modules', 'vitest', 'vitest.mjs'),
    'run',
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${reportFile}`,
    ...process.argv.slice(2),
  ],
  { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] },
);

/** Passed tests, and everything that failed: tests, and files that failed outside their tests. */
function count() {
  const report = JSON.parse(readFileSync(reportFile, 'utf8'));
  // A file whose import or hook failed is marked failed without a failed test of its own.
  const brokenFiles = report.testResults.filter(
    (file) => file.status === 'failed' && !file.assertionResults.some((test) => test.status === 'failed'),
  );
  return { passed: report.numPassedTests, failed: report.numFailedTests + brokenFiles.length };
}

let counted;
try {
  counted = count();
} catch {
  // No report: vitest itself failed.
  counted = { passed: 0, failed: 1 };
} finally {
  rmSync(folder, { recursive: true, force: true });
}
// Unhandled errors and a failed global set-up fail the run but no test.
if (run.status !== 0 && counted.failed === 0) counted.failed = 1;
process.stdout.write(`${counted.passed} passed, ${counted.failed} failed\n`);
process.exitCode = counted.failed > 0 || counted.passed === 0 ? 1 : 0;
