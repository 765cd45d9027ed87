import { describe, expect, it } from 'vitest';
import { InvalidInputError } from '../../contracts/orchestrator-error.js';
import { parseInput } from '../../contracts/schemas/parse-input.js';
import { submitPaymentSchema } from '../../contracts/schemas/requests.js';
import { complaints, problemsOf } from './problems.js';
import { payments, submission } from './samples.js';

describe('parseInput', () => {
  it('lists every problem with field, limit and received kind', () => {
    const problems = problemsOf(
      submitPaymentSchema,
      submission({ connection: 'Acme!', invoiceId: 'a/b', attemptId: 'a'.repeat(41), replace: 'yes' }),
    );
    expect(problems.map(({ field }) => field)).toEqual(['connection', 'invoiceId', 'attemptId', 'replace']);
    expect(problems[2]).toEqual({
      field: 'attemptId',
      limit: 'must be 1 to 40 of A-Z, a-z, 0-9, _ and -',
      received: 'string of 41 characters',
    });
  });

  it('never repeats a value, whatever is wrong with it', () => {
    const secrets = [
      '4100280000001008',
      '98765x',
      'asha-at-nowhere',
      '70x70',
      '001234567890!',
      '4111111111111111',
    ];
    const [number, cvv, email, contact, account_number, key] = secrets;
    const input = submission({
      payment: { ...payments.card, email, contact, card: { ...payments.card.card, number, cvv, [key!]: 1 } },
      order: { bank_account: { account_number, name: 'A', ifsc: 'x' } },
    });
    const error = catchInvalid(() => parseInput(submitPaymentSchema, input));
    const said = `${error.message} ${JSON.stringify(error.details)} ${error.stack ?? ''}`;
    expect(error.problems.length).toBeGreaterThanOrEqual(6);
    for (const secret of secrets) expect(said).not.toContain(secret);
  });

  it.each([
    ['receipt', 'order.receipt is the orchestrator’s own: pass your receipt as order.reference'],
    ['amount', 'order.amount is the orchestrator’s own: the invoice’s amount due is collected'],
  ])('says what to use instead of %s', (key, complaint) => {
    expect(complaints(submitPaymentSchema, submission({ order: { [key]: 'x' } }))).toEqual([complaint]);
  });

  it('takes a retry by id or by receipt, not by both or neither', () => {
    const id = 'order_EKwxwAgItmmXdp';
    expect(complaints(submitPaymentSchema, submission({ retryOf: { id } }))).toEqual([]);
    expect(complaints(submitPaymentSchema, submission({ retryOf: { receipt: 'r-1' } }))).toEqual([]);
    expect(complaints(submitPaymentSchema, submission({ retryOf: {} }))).toHaveLength(1);
    expect(complaints(submitPaymentSchema, submission({ retryOf: { id, receipt: 'r-1' } }))).toHaveLength(1);
  });

  it.each([undefined, null, 7, 'x', []])('refuses %j as a whole', (input) => {
    expect(problemsOf(submitPaymentSchema, input)).toEqual([expect.objectContaining({ field: 'input' })]);
  });
});

function catchInvalid(run: () => unknown): InvalidInputError {
  try {
    run();
  } catch (error) {
    if (error instanceof InvalidInputError) return error;
  }
  throw new Error('nothing was refused');
}
