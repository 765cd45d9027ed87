import { reconciliationParts, type ReconciliationReport } from '../contracts/reconciliation.js';
import type { FeeDifference } from '../contracts/settlement.js';
import { toCsv } from './csv.js';

/** The findings of a reconciliation, one a line; of those over 200 a part a line says how many they are. */
export function reconciliationToCsv({ connection, parts }: ReconciliationReport): string {
  const lines = reconciliationParts.flatMap((part) => {
    const { findings, done: counts } = parts[part];
    const left = Object.values(counts).reduce((sum, count) => sum + count, 0) - findings.length;
    return [
      ...findings.map(({ subject, invoiceId = '', found, done, since, fees }) => [
        ...[connection, part, subject, invoiceId, found, done],
        since === undefined ? '' : new Date(since).toISOString(),
        fees === undefined ? '' : feesText(fees),
      ]),
      ...(left > 0 ? [[connection, part, '', '', `${left} more`, '', '', '']] : []),
    ];
  });
  return toCsv(['connection', 'part', 'subject', 'invoice', 'found', 'done', 'since', 'detail'], lines);
}

/** Subunits. */
function feesText({ settled, payment }: FeeDifference): string {
  const text = ({ fee, tax }: FeeDifference['payment']): string => `fee ${fee ?? '?'} and tax ${tax ?? '?'}`;
  return `settled ${text(settled)}, of the payment ${text(payment)}`;
}

/** What Razorpay settled of our invoices on the day, in subunits, one payment or refund a line; lines over 1,000 are only in the sums. */
export function settlementsToCsv({ connection, settled }: ReconciliationReport): string {
  const { day, lines } = settled;
  const header = [
    ...['connection', 'day', 'invoice', 'type', 'id', 'payment', 'currency'],
    ...['amount', 'fee', 'tax', 'settlement', 'utr'],
  ];
  return toCsv(
    header,
    lines.map(
      ({ invoiceId, kind, id, paymentId, currency, amount, fee, tax, settlementId = '', utr = '' }) => [
        ...[connection, day, invoiceId, kind, id, paymentId, currency],
        ...[amount, fee, tax, settlementId, utr],
      ],
    ),
  );
}
