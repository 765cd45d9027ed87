import { Command, InvalidArgumentError } from 'commander';
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { addUp, stormCountsSchema, toTable, type StormCounts } from './series.js';

interface Flags {
  readonly from: number;
  readonly to: number;
  readonly invoices: number;
  readonly json: boolean;
}

const root = fileURLToPath(new URL('../..', import.meta.url));

function atLeastOne(text: string): number {
  if (!/^[1-9]\d{0,8}$/.test(text)) throw new InvalidArgumentError('must be a whole number from 1');
  return Number(text);
}

const flags: Flags = new Command('storms')
  .description(
    'Storms with one seed after another, each in a process of its own, added up to one table. Exits 1 when a\n' +
      'promise was broken, or when a kind of fault hit less than twenty times. SIMULATION: no real money.',
  )
  .option('--from <seed>', 'the first seed', atLeastOne, 1)
  .option('--to <seed>', 'the last seed', atLeastOne, 20)
  .option('--invoices <n>', 'how many invoices each', atLeastOne, 200)
  .option(
    '--json',
    'progress on stderr; a line of JSON for each storm on stdout, and one for their sum',
    false,
  )
  .parse()
  .opts();

/** @throws when the storm could not be held, or left no report */
async function storm(seed: number): Promise<StormCounts> {
  const args = ['scripts/run.mjs', 'testbed/storm/main.ts', '--json', '--seed', String(seed)];
  const child = spawn(process.execPath, [...args, '--invoices', String(flags.invoices)], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const stop = (): void => void child.kill('SIGTERM');
  process.once('SIGTERM', stop).once('SIGINT', stop);
  let out = '';
  child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  process.off('SIGTERM', stop).off('SIGINT', stop);
  if (out === '')
    throw new Error(`the storm with seed ${String(seed)} ended with ${String(code)} and no report`);
  if (flags.json) process.stdout.write(out);
  return stormCountsSchema.parse(JSON.parse(out));
}

const reports: StormCounts[] = [];
for (let seed = flags.from; seed <= flags.to; seed += 1) {
  const report = await storm(seed);
  reports.push(report);
  const { length } = report.violations;
  process.stderr.write(
    `seed ${String(seed)}: ${length === 0 ? 'no violation' : `${String(length)} violations`}\n`,
  );
}
const series = addUp(reports);
process.stdout.write(flags.json ? `${JSON.stringify(series)}\n` : toTable(series));
if (series.violated.length > 0) process.stderr.write(`VIOLATED with seeds ${series.violated.join(', ')}\n`);
if (series.rare.length > 0) process.stderr.write(`hit less than twenty times: ${series.rare.join(', ')}\n`);
process.exitCode = series.violated.length + series.rare.length > 0 ? 1 : 0;
