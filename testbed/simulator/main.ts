import { Command, InvalidArgumentError, Option } from 'commander';
import { receiptModes } from './control/razorpay.js';
import type { ReceiptMode } from './razorpay/state.js';
import { startSimulator, type Simulator } from './server.js';

function wholeNumber(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new InvalidArgumentError('must be a whole number');
  return Number(text);
}

function requestsPerSecond(text: string): number | null {
  if (text === 'unlimited') return null;
  const limit = wholeNumber(text);
  if (limit === 0) throw new InvalidArgumentError('must be at least 1, or "unlimited"');
  return limit;
}

function positiveNumber(text: string): number {
  const value = Number(text);
  if (!(value > 0) || !Number.isFinite(value)) throw new InvalidArgumentError('must be a positive number');
  return value;
}

interface Flags {
  readonly port: number;
  readonly host: string;
  readonly keyId: string;
  readonly keySecret: string;
  readonly togaiToken: string;
  readonly webhookUrl?: string;
  readonly webhookSecret?: string;
  readonly togaiWebhookUrl?: string;
  readonly togaiWebhookSecret?: string;
  readonly timeScale: number;
  readonly togaiRequestsPerSecond: number | null;
  readonly receiptMode: ReceiptMode;
  readonly seed?: number;
}

const command = new Command('simulator')
  .description(
    'A simulated Razorpay (/v1) and Togai (/togai) over HTTP, in memory. No real money, nothing leaves this machine.',
  )
  .option('--port <port>', 'port, 0 for any free one', wholeNumber, 7001)
  .option('--host <host>', 'address to listen on; the control API has no authentication', '127.0.0.1')
  .requiredOption('--key-id <id>', 'Razorpay key id that callers must use, e.g. rzp_test_demo')
  .requiredOption('--key-secret <secret>', 'Razorpay key secret that callers must use')
  .requiredOption('--togai-token <token>', 'Togai API token that callers must use')
  .option('--webhook-url <url>', "where Razorpay's webhooks go; none without it")
  .option('--webhook-secret <secret>', 'secret that signs them (required with --webhook-url)')
  .option('--togai-webhook-url <url>', "where Togai's webhooks go (account created, invoice generated)")
  .option('--togai-webhook-secret <secret>', 'sent in their x-togai-secret header')
  .option('--togai-requests-per-second <n>', 'Togai\'s quota, or "unlimited"', requestsPerSecond, 10)
  .option('--time-scale <factor>', 'business seconds per real second', positiveNumber, 1)
  .addOption(
    new Option('--receipt-mode <mode>', 'what a second order with the same receipt meets')
      .choices(receiptModes)
      .default('allow'),
  )
  .option('--seed <number>', 'makes all ids repeatable', wholeNumber);

function describe(simulator: Simulator): string {
  return [
    'SIMULATION: nothing here is real money.',
    `Razorpay  ${simulator.razorpayUrl}`,
    `Togai     ${simulator.togaiUrl}`,
    `Control   ${simulator.url}/_simulator`,
    `Try       curl -X POST ${simulator.url}/_simulator/clock/advance -H 'content-type: application/json' -d '{"seconds":60}'`,
    '',
  ].join('\n');
}

const flags: Flags = command.parse().opts();
try {
  const simulator = await startSimulator(flags);
  process.stdout.write(describe(simulator));
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => void simulator.close());
  }
} catch (error) {
  command.error(`simulator: ${error instanceof Error ? error.message : String(error)}`);
}
