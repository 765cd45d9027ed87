import { describe, expect, test } from 'vitest';
import { errorCodes } from '../../contracts/errors.js';
import { InvalidInputError, PaymentOrchestratorError } from '../../contracts/orchestrator-error.js';

describe('an error of the product', () => {
  test('takes text and retryability from its code', () => {
    const error = new PaymentOrchestratorError('TEMPORAL_UNAVAILABLE');
    expect(error).toMatchObject({
      name: 'PaymentOrchestratorError',
      code: 'TEMPORAL_UNAVAILABLE',
      retryable: true,
      message: errorCodes.TEMPORAL_UNAVAILABLE.text,
      details: {},
    });
    expect('cause' in error).toBe(false);
  });

  test('keeps its details, its own words and its cause', () => {
    const cause = new Error('inner');
    const error = new PaymentOrchestratorError('ALREADY_PAID', { field: 'x' }, { message: 'words', cause });
    expect(error).toMatchObject({ retryable: false, message: 'words', details: { field: 'x' }, cause });
  });
});

test('an invalid input names every problem, and stands for its first', () => {
  const problems = [
    { field: 'order.notes', limit: 'must have at most 15 keys', received: '16 keys' },
    { field: 'payment.email', limit: 'must have at most 40 characters', received: 'string of 41 characters' },
  ] as const;
  const error = new InvalidInputError(problems);
  expect(error).toBeInstanceOf(PaymentOrchestratorError);
  expect(error).toMatchObject({ name: 'InvalidInputError', code: 'INVALID_INPUT', retryable: false });
  expect(error.details).toEqual({ ...problems[0], problems });
  expect(error.message).toBe(
    'Invalid input: order.notes must have at most 15 keys (received: 16 keys); ' +
      'payment.email must have at most 40 characters (received: string of 41 characters)',
  );
});

test('texts are sentences that a person may read', () => {
  for (const { text } of Object.values(errorCodes)) expect(text).toMatch(/^[A-Z][^{}<>]+\.$/);
});
