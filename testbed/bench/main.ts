import { mkdtemp, rm } from 'node:fs/promises';
import { cpus, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { Command, InvalidArgumentError, Option } from 'commander';
import { wallClock } from '../../platform/clock.js';
import { runBench } from './bench.js';
import { toTable } from './report.js';

interface Flags {
  readonly json: boolean;
  readonly invoices: number;
  readonly rounds: number;
  readonly concurrency: number;
  readonly persistence: 'memory' | 'file';
}

function atLeastOne(text: string): number {
  if (!/^[1-9]\d{0,5}$/.test(text)) throw new InvalidArgumentError('must be a whole number from 1');
  return Number(text);
}

const flags: Flags = new Command('bench')
  .description(
    'Measures collected invoices per second on one Temporal server, in interleaved rounds:\n' +
      '  floor   update-with-start, one signal, end: the least such a workflow does\n' +
      '  naive   each step one regular activity with default options, as public samples are written\n' +
      "  ours    the product's direct flow; also with a new customer, and with three webhooks and a callback\n" +
      'All with encryption on, against the simulator in the same process; its Togai quota and\n' +
      'the queue limits are raised. Numbers are medians of the rounds, ratios medians of their ratios.',
  )
  .option('--json', 'progress on stderr, one JSON document on stdout', false)
  .option('--invoices <n>', 'invoices of each contender in each round', atLeastOne, 200)
  .option('--rounds <n>', 'measured rounds', atLeastOne, 5)
  .option('--concurrency <n>', 'invoices collected at the same time', atLeastOne, 4)
  .addOption(
    new Option('--persistence <where>', "where a server of our own keeps its state (SQLite's file or memory)")
      .choices(['memory', 'file'])
      .default('memory'),
  )
  .parse()
  .opts();

function say(line: string): void {
  process.stderr.write(`${line}\n`);
}

function hardware(): string {
  const [cpu] = cpus();
  const memory = (totalmem() / 2 ** 30).toFixed(1);
  return `${String(cpus().length)} × ${cpu?.model ?? 'unknown CPU'}, ${memory} GiB, Node ${process.version}, ${process.platform}`;
}

const folder = flags.persistence === 'file' ? await mkdtemp(join(tmpdir(), 'bench-')) : undefined;
try {
  say(hardware());
  const report = await runBench({
    ...{ clock: wallClock, log: say, invoices: flags.invoices, rounds: flags.rounds },
    concurrency: flags.concurrency,
    ...(folder === undefined ? {} : { dbFilename: join(folder, 'temporal.db') }),
  });
  process.stdout.write(flags.json ? `${JSON.stringify(report)}\n` : toTable(report));
} catch (error) {
  say(`bench: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
  process.exitCode = 1;
} finally {
  if (folder !== undefined) await rm(folder, { recursive: true, force: true });
}
