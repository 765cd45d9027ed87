import { Argument, Command } from 'commander';
import { PaymentOrchestrator } from '../../client/orchestrator.js';
import type { ConnectionHoldView } from '../../contracts/connection-hold.js';
import { heldReasons } from '../../contracts/held-reasons.js';
import { ConfigError } from '../../platform/config/config-error.js';
import { loadConfig } from '../../platform/config/load-config.js';
import { connectTemporal } from '../../platform/temporal/connect.js';
import { createDataConverter } from '../../platform/temporal/data-converter.js';

interface Options {
  readonly config?: string;
  readonly reason: string;
  readonly show: boolean;
}

function describe({ connection, state, reason, detail, since, nextProbe }: ConnectionHoldView): string {
  const [began, next] = [since, nextProbe].map((at) => new Date(at).toISOString());
  return [
    `Connection ${connection} is ${state} since ${began}: ${reason}`,
    `  ${heldReasons[reason]}`,
    `  ${detail}`,
    ...(state === 'held' ? [`  next probe at ${next}`] : []),
    '',
  ].join('\n');
}

const program = new Command('release-connection')
  .description(
    'Shows why a connection takes no payments, and lets it go on: the collections that wait for it look again. ' +
      'TEMPORAL_ADDRESS and the other TEMPORAL_* variables name the server.',
  )
  .addArgument(new Argument('<name>', 'connection, as the configuration names it'))
  .option('--config <file>', 'YAML configuration (default: PAYMENT_ORCHESTRATOR_CONFIG)')
  .option('--reason <text>', 'for the record', 'released at the command line')
  .option('--show', 'only show it', false)
  .action(async (name: string, { config: file, reason, show }: Options) => {
    const { keyRing, temporal } = loadConfig(process.env, file);
    const { client, connection } = await connectTemporal({
      ...{ ...temporal, dataConverter: createDataConverter(keyRing) },
    });
    try {
      const orchestrator = new PaymentOrchestrator({ client });
      const hold = await orchestrator.getConnectionHold(name);
      process.stdout.write(hold ? describe(hold) : `Connection ${name} is not held\n`);
      if (hold && !show && (await orchestrator.releaseConnection({ connection: name, reason })))
        process.stdout.write('Released; a refusal holds it again.\n');
    } finally {
      await connection.close();
    }
  });

program.parseAsync().catch((error: unknown) => {
  const text = error instanceof Error ? error.message : String(error);
  process.stderr.write(error instanceof ConfigError ? `${text}\n` : `release-connection: ${text}\n`);
  process.exitCode = 1;
});
