import { Command } from 'commander';
import { parseKeyRing } from '../../platform/temporal/key-ring.js';
import { startCodecServer } from './server.js';

interface Options {
  port: string;
  host: string;
  origin: string[];
  /** False for `--no-token`. */
  token: boolean;
}

const env = process.env;

const program = new Command('codec-server')
  .description(
    'Decodes our encrypted payloads for the Temporal UI and CLI; it never encodes.\n\n' +
      'Environment:\n' +
      '  PAYMENT_ORCHESTRATOR_ENCRYPTION_KEYS  id:base64[,id:base64], as the worker has them (required)\n' +
      '  CODEC_SERVER_TOKEN                    bearer token that callers must send (needed off localhost)',
  )
  .option('--port <port>', 'port', '8888')
  .option('--host <host>', 'address to listen on', '127.0.0.1')
  .option('--origin <origin...>', 'exact origins of the Temporal UI', [
    'http://localhost:8233',
    'http://127.0.0.1:8233',
    'http://localhost:8080',
    'http://127.0.0.1:8080',
  ])
  .option(
    '--no-token',
    'answer whoever reaches the port; only for a container whose port is published on localhost alone',
  )
  .action(async (options: Options) => {
    const port = Number(options.port);
    if (!Number.isInteger(port) || port < 0 || port > 65_535) throw new Error('--port: expected 0 to 65535');
    const token = env['CODEC_SERVER_TOKEN'] ?? '';
    if (options.token && token === '' && !['127.0.0.1', '::1', 'localhost'].includes(options.host)) {
      throw new Error('set CODEC_SERVER_TOKEN: beyond localhost anyone could read every payload');
    }
    const server = await startCodecServer({
      port,
      host: options.host,
      keyRing: parseKeyRing(env['PAYMENT_ORCHESTRATOR_ENCRYPTION_KEYS'] ?? ''),
      origins: options.origin,
      ...(token === '' ? {} : { token }),
    });
    process.stdout.write(`Codec server on ${server.url}\n`);
    const stop = (): void => void server.stop();
    process.once('SIGINT', stop);
    process.once('SIGTERM', stop);
  });

program.parseAsync().catch((error: unknown) => {
  process.stderr.write(`codec-server: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
