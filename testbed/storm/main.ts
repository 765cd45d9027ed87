import { Command, InvalidArgumentError } from 'commander';
import { wallClock } from '../../platform/clock.js';
import { runStorm, type StormReport } from './storm.js';

interface Flags {
  readonly seed: number;
  readonly invoices: number;
  readonly timeScale: number;
  readonly kills: boolean;
  readonly faults: number;
  readonly voids: number;
  readonly json: boolean;
}

function wholeNumber(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new InvalidArgumentError('must be a whole number');
  return Number(text);
}

function atLeastOne(text: string): number {
  const number = wholeNumber(text);
  if (number === 0) throw new InvalidArgumentError('must be at least 1');
  return number;
}

const flags: Flags = new Command('storm')
  .description(
    'Collects invoices while customers behave at random, worker, receiver and Temporal server are killed, and collections\n' +
      'are terminated, cancelled and reset; then checks every promise against the books of the simulated providers.\n' +
      'SIMULATION: no real money. Exits 1 on a violation, and prints its seed.',
  )
  .requiredOption('--seed <number>', 'everything random comes from it', wholeNumber)
  .option('--invoices <n>', 'how many invoices', atLeastOne, 200)
  .option('--time-scale <factor>', 'business seconds per real second', atLeastOne, 3600)
  .option('--no-kills', 'kill no process')
  .option('--faults <n>', 'calls of a provider that are harmed, in a thousand', wholeNumber, 50)
  .option('--voids <n>', 'invoices voided in Togai while they are collected, in a hundred', wholeNumber, 1)
  .option('--json', 'progress on stderr, one JSON document on stdout', false)
  .parse()
  .opts();

const start = wallClock.now();
function say(line: string): void {
  const seconds = ((wallClock.now() - start) / 1000).toFixed(1).padStart(6);
  process.stderr.write(`${seconds}s  ${line}\n`);
}

function toText({ seed, invoices, weather, violations, ...tallies }: StormReport): string {
  const lines = Object.entries(tallies).map(([name, tally]) => {
    const counts = Object.entries(tally).map(([key, count]) => `${key} × ${String(count)}`);
    return `${name}: ${counts.length === 0 ? 'none' : counts.join(', ')}`;
  });
  const found = violations.map(({ check, what, invoiceId, story }) =>
    [
      `  ${check}: ${invoiceId ?? 'the storm'} ${what}`,
      ...(story ? [JSON.stringify(story, null, 2)] : []),
    ].join('\n'),
  );
  return [
    `seed ${String(seed)}, ${String(invoices)} invoices`,
    `weather: ${Object.entries(weather)
      .map((entry) => entry.join(' '))
      .join(', ')}`,
    ...lines,
    violations.length === 0
      ? 'no violation'
      : `${String(violations.length)} violations with seed ${String(seed)}`,
    ...found,
    '',
  ].join('\n');
}

// Children and server end with this process.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130));

try {
  const { seed, invoices, timeScale, kills, faults, voids } = flags;
  const report = await runStorm({
    ...{ clock: wallClock, log: say, seed, invoices, timeScale, withoutKills: !kills },
    faultsPerThousand: faults,
    voidsPerHundred: voids,
  });
  process.stdout.write(flags.json ? `${JSON.stringify(report)}\n` : toText(report));
  if (report.violations.length > 0) {
    say(`VIOLATED: repeat it with --seed ${String(seed)} --invoices ${String(invoices)}`);
    process.exitCode = 1;
  }
} catch (error) {
  say(`storm: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
  process.exitCode = 1;
}
