import { Argument, Command } from 'commander';
import type { ConnectionReport } from '../../contracts/connection-check.js';
import { wallClock } from '../../platform/clock.js';
import { ConfigError } from '../../platform/config/config-error.js';
import { loadConfig } from '../../platform/config/load-config.js';
import { checkCredentials } from '../../providers/check-credentials.js';
import { openProviders } from '../../providers/open-providers.js';

interface Options {
  readonly config?: string;
  readonly json: boolean;
}

/** What a person needs to know, and to do next. */
function describe(report: ConnectionReport): string {
  const line = (label: string, { ok, detail }: ConnectionReport['razorpay']): string =>
    `  ${label.padEnd(14)} ${ok ? 'ok    ' : 'FAILED'} ${detail}`;
  return [
    `Connection ${report.connection} (${report.environment})`,
    line('Razorpay key', report.razorpay),
    line('Togai token', report.togai),
    '',
    "In Razorpay's dashboard, Accounts & Settings, Webhooks, add",
    `  URL     ${report.webhookUrl}`,
    '  secret  webhookSecret of this connection in the configuration',
    '  events',
    ...report.webhookEvents.map((event) => `    ${event}`),
    '',
  ].join('\n');
}

const program = new Command('check-connection')
  .description(
    "Tries a connection's Razorpay key and Togai token with one read each, and prints what to enter in Razorpay's " +
      'dashboard. Needs no Temporal server. Exits 1 when a credential is refused or a provider cannot be reached.',
  )
  .addArgument(new Argument('<name>', 'connection, as the configuration names it'))
  .option('--config <file>', 'YAML configuration (default: PAYMENT_ORCHESTRATOR_CONFIG)')
  .option('--json', 'print one JSON document', false)
  .action(async (name: string, options: Options) => {
    const config = loadConfig(process.env, options.config);
    const connection = config.connections.get(name);
    if (connection === undefined) {
      const known = [...config.connections.keys()].join(', ');
      throw new Error(`there is no connection "${name}"; the configuration has ${known}`);
    }
    const { environment } = connection;
    const providers = openProviders(connection, () => undefined, wallClock);
    try {
      const report = await checkCredentials({
        ...{ name, environment, publicUrl: config.publicUrl },
        ...{ razorpay: providers.razorpay, billing: providers.billing },
      });
      process.stdout.write(options.json ? `${JSON.stringify(report)}\n` : describe(report));
      if (!report.razorpay.ok || !report.togai.ok) process.exitCode = 1;
    } finally {
      await providers.close();
    }
  });

program.parseAsync().catch((error: unknown) => {
  const text = error instanceof Error ? error.message : String(error);
  process.stderr.write(error instanceof ConfigError ? `${text}\n` : `check-connection: ${text}\n`);
  process.exitCode = 1;
});
