import { reconciliationParts, type ReconciliationReport } from '../contracts/reconciliation.js';

/** What a spreadsheet would take for a formula is written as text. */
const FORMULA = /^[=+\-@\t\r]/;

function cell(value: string): string {
  const text = FORMULA.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** The findings of a reconciliation, one a line under a header line (RFC 4180); those over 200 a part are only in its counts. */
export function reconciliationToCsv({ connection, parts }: ReconciliationReport): string {
  const lines = reconciliationParts.flatMap((part) =>
    parts[part].findings.map(({ subject, invoiceId = '', found, done }) => [
      ...[connection, part, subject, invoiceId, found, done],
    ]),
  );
  const header = ['connection', 'part', 'subject', 'invoice', 'found', 'done'];
  return [header, ...lines].map((line) => `${line.map(cell).join(',')}\r\n`).join('');
}
