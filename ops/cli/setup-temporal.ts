import { Command, InvalidArgumentError } from 'commander';
import { connectTemporal } from '../../platform/temporal/connect.js';
import { loadConfig } from '../../platform/config/load-config.js';
import { createDataConverter } from '../../platform/temporal/data-converter.js';
import { allowedCallsOf, queueLimits } from '../../platform/temporal/queue-limits.js';
import { scheduleReconciliations } from '../../platform/temporal/schedules.js';
import { setUpTemporal } from '../../platform/temporal/setup.js';

interface Options {
  address?: string;
  namespace?: string;
  config?: string;
  razorpayPerSecond: number;
  togaiPerSecond: number;
}

function toRate(text: string): number {
  const rate = Number(text);
  if (!Number.isFinite(rate) || rate <= 0) throw new InvalidArgumentError('expected a positive number');
  return rate;
}

const program = new Command('setup-temporal')
  .description(
    'Prepares a Temporal namespace: registers the search attributes and limits the queues of both providers per ' +
      'connection. With a configuration, a schedule reconciles each of its connections every hour. ' +
      'May be run again at any time. Other TEMPORAL_* variables (TLS, API key, profile) are honoured.',
  )
  .option('--address <host:port>', 'Temporal frontend (default: TEMPORAL_ADDRESS, else localhost:7233)')
  .option('--namespace <name>', 'namespace (default: TEMPORAL_NAMESPACE, else default)')
  .option(
    '--config <file>',
    'schedule the reconciliation of its connections, and take their calls per second',
  )
  .option(
    '--razorpay-per-second <n>',
    'calls per second that Razorpay allows a connection; half is used',
    toRate,
    20,
  )
  .option(
    '--togai-per-second <n>',
    'calls per second that Togai allows a connection (its quota); half is used',
    toRate,
    10,
  )
  .action(async (options: Options) => {
    const config = options.config === undefined ? undefined : loadConfig(process.env, options.config);
    const allowed =
      config === undefined
        ? { razorpay: options.razorpayPerSecond, togai: options.togaiPerSecond }
        : allowedCallsOf(config);
    const { connection, namespace } = await connectTemporal({ ...options, dataConverter: {} });
    try {
      const { addedSearchAttributes, limits } = await setUpTemporal(connection, namespace, {
        limits: queueLimits(allowed),
      });
      const schedules =
        config === undefined
          ? []
          : await scheduleReconciliations(connection, namespace, {
              connections: [...config.connections.keys()],
              dataConverter: createDataConverter(config.keyRing),
            });
      const added =
        addedSearchAttributes.length === 0 ? 'none were missing' : addedSearchAttributes.join(', ');
      process.stdout.write(
        `Namespace ${namespace}\n  search attributes added: ${added}\n` +
          `  tasks per second and connection: ${JSON.stringify(limits)}\n` +
          `  schedules: ${schedules.length === 0 ? 'none without --config' : schedules.join(', ')}\n`,
      );
    } finally {
      await connection.close();
    }
  });

program.parseAsync().catch((error: unknown) => {
  process.stderr.write(`setup-temporal: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
