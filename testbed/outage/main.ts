import { Command, InvalidArgumentError, Option } from 'commander';
import { wallClock } from '../../platform/clock.js';
import { atLeastOne } from '../flood/counts.js';
import { runOutage, type OutageOptions, type OutageReport } from './outage.js';

interface Flags extends Pick<OutageOptions, 'invoices' | 'workers' | 'provider' | 'allowed' | 'fault'> {
  readonly json: boolean;
}

/** Each loads all sources, and one machine runs them all. */
const MOST_WORKERS = 4;

function fewWorkers(text: string): number {
  const count = atLeastOne(text);
  if (count > MOST_WORKERS) throw new InvalidArgumentError(`must be at most ${String(MOST_WORKERS)}`);
  return count;
}

const flags: Flags = new Command('outage')
  .description(
    'Takes Razorpay or Togai away while many invoices wait, are all paid and told to look, brings it back, and holds the\n' +
      'calls of all workers and all times against half of what it allows: nobody stampedes, and every invoice is paid\n' +
      'exactly once. Real workflows and Temporal server; Razorpay and Togai are simulated. Exits 1 on a violation.',
  )
  .option('--json', 'progress on stderr, one JSON document on stdout', false)
  .option('--invoices <n>', 'invoices that wait', atLeastOne, 1_000)
  .option('--workers <n>', 'worker processes that share the limits, 1 to 4', fewWorkers, 1)
  .addOption(
    new Option('--provider <name>', 'who goes away').choices(['razorpay', 'togai']).default('razorpay'),
  )
  .option('--allowed <n>', 'calls per second that it allows the connection', atLeastOne, 500)
  .addOption(
    new Option('--fault <kind>', 'how it is away')
      .choices(['too_many_requests', 'server_error_html', 'dropped_request'])
      .default('too_many_requests'),
  )
  .parse()
  .opts();

function say(line: string): void {
  process.stderr.write(`${line}\n`);
}

function toText({ violations, seconds, calls, callsByWorker, limits, ...numbers }: OutageReport): string {
  return [
    ...Object.entries(numbers).map(([name, value]) => `${name}: ${String(value)}`),
    `limits: ${JSON.stringify(limits)}`,
    `away: ${String(seconds.away)} s, ${String(calls.away)} calls`,
    `back: ${String(seconds.back)} s, ${String(calls.back)} calls`,
    `calls by worker process: ${callsByWorker.join(', ')}`,
    violations.length === 0 ? 'no violation' : `${String(violations.length)} violations`,
    ...violations.map((violation) => `  ${violation}`),
    '',
  ].join('\n');
}

try {
  const { json, ...options } = flags;
  const report = await runOutage({ clock: wallClock, log: say, ...options });
  process.stdout.write(json ? `${JSON.stringify(report)}\n` : toText(report));
  if (report.violations.length > 0) process.exitCode = 1;
} catch (error) {
  say(`outage: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
  process.exitCode = 1;
}
