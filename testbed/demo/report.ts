import colors from 'picocolors';
import { formatMoney } from '../../domain/money.js';
import type { TemporalServer } from '../../platform/temporal/server.js';
import type { Stage } from '../stage/stage.js';
import { workflowLink } from '../stage/temporal.js';
import type { InvoiceReport, Performance } from './perform.js';

/** What `--json` prints. */
export interface DemoReport {
  readonly ok: boolean;
  /** `uiUrl` is null for a server that was given: nobody says where its UI is. */
  readonly temporal: { readonly address: string; readonly uiUrl: string | null };
  readonly invoices: readonly InvoiceReport[];
}

export function toReport({ server }: Stage, performances: readonly Performance[]): DemoReport {
  return {
    ok: performances.every(({ problems }) => problems.length === 0),
    temporal: { address: server.address, uiUrl: server.uiUrl ?? null },
    invoices: performances.map(({ invoice }) => invoice),
  };
}

/** INR has two decimals. */
const EXPONENT = 2;

function money(amount: number, currency: string): string {
  return formatMoney({ amount, currency, exponent: EXPONENT });
}

/** The table at the end: one line for each invoice, and below where to see its workflow, if its server stays. */
export function table(
  server: TemporalServer,
  performances: readonly Performance[],
  { keep }: { readonly keep: boolean },
): string {
  const head = ['', 'invoice', 'outcome', 'paid', 'of', 'Togai', 'payments'];
  const rows = performances.map(({ part, invoice, problems }) => [
    problems.length === 0 ? '✓' : '✗',
    part.title,
    invoice.outcome ?? invoice.state,
    money(invoice.amountPaid, invoice.currency),
    money(invoice.amount, invoice.currency),
    invoice.togaiStatus,
    String(invoice.paymentIds.length),
  ]);
  const widths = head.map((_, column) => Math.max(...[head, ...rows].map((row) => row[column]?.length ?? 0)));
  const line = (row: readonly string[]): string =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd();
  const links = performances.map(
    ({ part, invoice }) =>
      `${part.title.padEnd(widths[1] ?? 0)}  ${colors.cyan(workflowLink(server, invoice.workflowId) ?? invoice.workflowId)}`,
  );
  const heading = server.uiUrl === undefined ? 'Workflow ids:' : 'In the Temporal UI:';
  return [
    '',
    colors.bold(line(head)),
    ...rows.map((row, index) => {
      const good = performances[index]?.problems.length === 0;
      return good ? colors.green(line(row)) : colors.red(line(row));
    }),
    '',
    ...(keep || !server.owned ? [heading, ...links, ''] : []),
  ].join('\n');
}

/** What `--keep` leaves running. */
export function addresses({ server, codecUrl, receiverUrl, simulator }: Stage): string {
  return [
    'Still running, Ctrl-C ends it:',
    `  Temporal UI   ${colors.cyan(server.uiUrl ?? '(of the given server)')}  decodes through ${codecUrl}`,
    `  Temporal      ${server.address}, namespace ${server.namespace}`,
    `  Receiver      ${colors.cyan(receiverUrl)}`,
    `  Simulator     ${colors.cyan(simulator.url)}  (Razorpay /v1, Togai /togai, control /_simulator)`,
    `  Codec server  ${colors.cyan(codecUrl)}`,
    '',
  ].join('\n');
}
