import { setTimeout as wait } from 'node:timers/promises';
import { Command } from 'commander';
import colors from 'picocolors';
import { wallClock } from '../../platform/clock.js';
import { allSettled } from '../stage/all-settled.js';
import { openStage, type Stage } from '../stage/stage.js';
import { cast } from './cast.js';
import { perform } from './perform.js';
import { addresses, table, toReport } from './report.js';

interface Flags {
  readonly json: boolean;
  readonly keep: boolean;
}

/** Business seconds per real second: Togai's 10 requests a second become 200, and its invoices do not queue for it. */
const TIME_SCALE = 20;
const SIGINT_EXIT_CODE = 130;

const flags: Flags = new Command('demo')
  .description(
    'Collects invoices end to end: the real product and a real Temporal server, a simulated Razorpay and Togai.\n' +
      'Uses the server that TEMPORAL_ADDRESS names, else starts one.',
  )
  .option('--json', 'progress on stderr, one JSON document on stdout', false)
  .option('--keep', 'stay up afterwards, until Ctrl-C', false)
  .parse()
  .opts();

/** Customers come one after another: all at once would ask more of Togai in a moment than its quota allows. */
const ARRIVAL_GAP_MS = 450;

const start = wallClock.now();
const titleWidth = Math.max(...cast.map(({ title }) => title.length));
const progress = flags.json ? process.stderr : process.stdout;

function say(title: string, line: string): void {
  const seconds = ((wallClock.now() - start) / 1000).toFixed(1).padStart(5);
  progress.write(`${colors.dim(`${seconds}s`)}  ${colors.bold(title.padEnd(titleWidth))}  ${line}\n`);
}

/** Resolves with Ctrl-C or SIGTERM; a terminal's Ctrl-C may arrive twice. */
const interrupted = new Promise<void>((resolve) => {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => resolve());
});

/** @returns the exit code */
async function run(stage: Stage): Promise<number> {
  const performances = await Promise.race([
    stage.broken,
    interrupted,
    allSettled(
      cast.map(async (part, index) => {
        await wait(index * ARRIVAL_GAP_MS);
        return perform(stage, part, index, (line) => say(part.title, line));
      }),
    ),
  ]);
  // The cast still waits for its workflows; a server of our own ends with this process.
  if (performances === undefined) process.exit(SIGINT_EXIT_CODE);
  const report = toReport(stage, performances);
  progress.write(table(stage.server, performances, flags));
  if (flags.json) process.stdout.write(`${JSON.stringify(report)}\n`);
  if (flags.keep) {
    progress.write(addresses(stage));
    await Promise.race([stage.broken, interrupted]);
  }
  return report.ok ? 0 : 1;
}

async function main(): Promise<number> {
  say('stage', 'SIMULATION: real product, real Temporal; Razorpay, Togai and customers are simulated');
  const stage = await openStage({
    clock: wallClock,
    timeScale: TIME_SCALE,
    log: (line) => say('stage', line),
  });
  try {
    return await run(stage);
  } finally {
    await stage.close();
    say('stage', 'everything is stopped');
  }
}

try {
  process.exitCode = await main();
} catch (error) {
  process.stderr.write(`demo: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  process.exitCode = 1;
}
