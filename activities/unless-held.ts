import { ApplicationFailure } from '@temporalio/common';
import type { IssuedPaymentRequest, OfInvoice, TriedPayment } from '../contracts/activities.js';
import {
  connectionHeldReasons,
  type ConnectionRefusal,
  type ProbeEnd,
} from '../contracts/connection-hold.js';
import type { ProviderRefusal } from '../contracts/errors.js';
import { ProviderFailure } from '../providers/failure.js';
import type { ConnectionHolds } from './connection-holds.js';
import { failure } from './to-application-failure.js';

/** What the answer to a payment, or to a payment request, tells of the connection. */
export interface Told {
  readonly end: ProbeEnd;
  /** There when the connection as a whole was refused. */
  readonly refusal?: ConnectionRefusal;
}

/**
 * Sends nothing while the connection is held, except under leave; and tells the hold what came of it.
 * @throws CONNECTION_HELD: nothing was sent
 */
export function unlessHeld<Input extends OfInvoice, Result>(
  holds: ConnectionHolds,
  send: (input: Input) => Promise<Result>,
  toldBy: (result: Result) => Told,
): (input: Input) => Promise<Result> {
  return async (input) => {
    const { connection, invoiceId } = input;
    const standing = await holds.standing(connection);
    if (standing === 'open') {
      const result = await send(input);
      const { refusal } = toldBy(result);
      if (refusal) await holds.report(connection, refusal);
      return result;
    }
    const probe = standing === 'due' ? await holds.askLeave(connection, invoiceId) : undefined;
    if (probe === undefined) throw failure('CONNECTION_HELD', connection);
    try {
      const result = await send(input);
      await holds.tell(connection, { probe, end: toldBy(result).end });
      return result;
    } catch (error) {
      await holds.tell(connection, { probe, end: mayHaveLeft(error) ? 'inconclusive' : 'unused' });
      throw error;
    }
  };
}

function mayHaveLeft(error: unknown): boolean {
  if (error instanceof ProviderFailure) return error.mayHaveHappened;
  return !(error instanceof ApplicationFailure) || error.type === 'OUTCOME_UNKNOWN';
}

/** A payment that exists was taken, even when the gateway then refused it. */
export function toldByPayment({ result }: TriedPayment): Told {
  if (result.kind === 'created') return { end: 'accepted' };
  if (result.kind !== 'refused') return { end: 'unused' };
  return result.paymentId === undefined ? toldByRefusal(result.refusal) : { end: 'accepted' };
}

export function toldByRequest(issued: IssuedPaymentRequest): Told {
  if (issued.kind === 'issued') return { end: 'accepted' };
  return issued.kind === 'refused' ? toldByRefusal(issued.refusal) : { end: 'unused' };
}

function toldByRefusal({ concerns, reason, code, description }: ProviderRefusal): Told {
  if (concerns !== 'connection') return { end: 'inconclusive' };
  const known = connectionHeldReasons.find((name) => name === reason) ?? 'merchant_not_activated';
  return { end: 'refused', refusal: { reason: known, detail: `${code}: ${description}` } };
}
