import { Command, InvalidArgumentError } from 'commander';
import { wallClock } from '../../platform/clock.js';
import { atLeastOne } from './counts.js';
import { runFlood, type FloodReport } from './flood.js';

interface Flags {
  readonly json: boolean;
  readonly invoices: number;
  readonly webhooks: number;
}

function evenNumber(text: string): number {
  const count = atLeastOne(text);
  if (count % 2 !== 0) throw new InvalidArgumentError('must be even: each event is delivered twice');
  return count;
}

const command = new Command('flood')
  .description(
    'Floods the receiver with correctly signed webhooks, each delivered twice, and audits what came of it:\n' +
      'every invoice paid exactly once, no history beyond the limit, nothing crashed. Real workflows, receiver and\n' +
      'Temporal server; Razorpay and Togai are simulated. Exits 1 on a violation.',
  )
  .option('--json', 'progress on stderr, one JSON document on stdout', false)
  .option('--invoices <n>', 'invoices that the webhooks are about', atLeastOne, 1_000)
  .option('--webhooks <n>', 'deliveries, half of them duplicates', evenNumber, 10_000)
  .parse();
const flags: Flags = command.opts();
if (flags.webhooks < 2 * flags.invoices) command.error('error: fewer than two webhooks for each invoice');

function say(line: string): void {
  process.stderr.write(`${line}\n`);
}

function toText({ violations, answers, ...numbers }: FloodReport): string {
  const answered = Object.entries(answers).map(([status, count]) => `${status} × ${String(count)}`);
  return [
    ...Object.entries(numbers).map(([name, value]) => `${name}: ${String(value)}`),
    `answers: ${answered.join(', ')}`,
    violations.length === 0 ? 'no violation' : `${String(violations.length)} violations`,
    ...violations.map((violation) => `  ${violation}`),
    '',
  ].join('\n');
}

try {
  const { invoices, webhooks } = flags;
  const report = await runFlood({ clock: wallClock, log: say, invoices, webhooks });
  process.stdout.write(flags.json ? `${JSON.stringify(report)}\n` : toText(report));
  if (report.violations.length > 0) process.exitCode = 1;
} catch (error) {
  say(`flood: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
  process.exitCode = 1;
}
