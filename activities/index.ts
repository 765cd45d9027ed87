import { activityInfo } from '@temporalio/activity';
import { ApplicationFailure } from '@temporalio/common';
import type { Activities } from '../contracts/activities.js';
import { cancelPaymentRequest } from './cancel-payment-request.js';
import { capturePayment } from './capture-payment.js';
import { checkConnection } from './check-connection.js';
import { compareCustomer } from './compare-customer.js';
import { createConnectionHolds, type ConnectionHolds } from './connection-holds.js';
import { createOrderWithPayment } from './create-order-with-payment.js';
import type { ActivityDependencies } from './dependencies.js';
import { findOwner } from './find-owner.js';
import { handOver } from './hand-over.js';
import { hintHeld } from './hint-held.js';
import { issuePaymentRequest } from './issue-payment-request.js';
import { listHeld } from './list-held.js';
import { listStopped } from './list-stopped.js';
import { look } from './look.js';
import { markInvoicePaid } from './mark-invoice-paid.js';
import { markInvoiceRefunded } from './mark-invoice-refunded.js';
import { notifyPaymentRequest } from './notify-payment-request.js';
import { noteOutcome, readOutcome } from './outcome.js';
import { readInvoice } from './read-invoice.js';
import {
  findBegun,
  findRequested,
  listAccounts,
  listAttemptedOrders,
  listOpenInvoices,
  listPayments,
} from './reconcile-lists.js';
import { listDisputes, unknownDisputes } from './reconcile-disputes.js';
import { listFailedRefunds, readKept } from './reconcile-refunds.js';
import { listSettled, readCapture, readInvoiceStatus } from './reconcile-settlements.js';
import { hintCollection, knownPayments, standingsOf, startCollection } from './reconcile-temporal.js';
import { recordPayment } from './record-payment.js';
import { refundPayment } from './refund-payment.js';
import { sendOtp } from './send-otp.js';
import { syncCustomer } from './sync-customer.js';
import { toApplicationFailure, unlessUnreadable } from './to-application-failure.js';
import { toldByPayment, toldByRequest, unlessHeld } from './unless-held.js';
import { verifyCallback } from './verify-callback.js';

export type { ActivityConnection, ActivityDependencies, ActivityLogger } from './dependencies.js';

interface OfConnection {
  readonly connection: string;
}

/** The side effects of the product, to be registered with a worker. Every error they throw is of the closed family. */
export function createActivities(dependencies: ActivityDependencies): Activities {
  const holds = createConnectionHolds(dependencies);
  const told = <Input extends OfConnection, Result>(
    activity: (input: Input) => Promise<Result>,
    judge?: (error: unknown, attempt: number) => unknown,
  ): ((input: Input) => Promise<Result>) => translated(activity, holds, judge);
  return {
    readInvoice: told(readInvoice(dependencies), unlessUnreadable),
    syncCustomer: told(syncCustomer(dependencies)),
    createOrderWithPayment: told(unlessHeld(holds, createOrderWithPayment(dependencies), toldByPayment)),
    issuePaymentRequest: told(unlessHeld(holds, issuePaymentRequest(dependencies), toldByRequest)),
    notifyPaymentRequest: told(notifyPaymentRequest(dependencies)),
    cancelPaymentRequest: told(cancelPaymentRequest(dependencies)),
    look: told(look(dependencies), unlessUnreadable),
    capturePayment: told(capturePayment(dependencies)),
    refundPayment: told(refundPayment(dependencies)),
    markInvoicePaid: told(markInvoicePaid(dependencies)),
    markInvoiceRefunded: told(markInvoiceRefunded(dependencies)),
    recordPayment: told(recordPayment(dependencies)),
    sendOtp: told(sendOtp(dependencies)),
    verifyCallback: told(verifyCallback(dependencies)),
    readOutcome: told(readOutcome(dependencies)),
    noteOutcome: told(noteOutcome(dependencies)),
    findOwner: told(findOwner(dependencies)),
    handOver: told(handOver()),
    listHeld: told(listHeld(dependencies)),
    listStopped: told(listStopped()),
    listOpenInvoices: told(listOpenInvoices(dependencies)),
    listAccounts: told(listAccounts(dependencies)),
    compareCustomer: told(compareCustomer(dependencies)),
    listPayments: told(listPayments(dependencies)),
    listAttemptedOrders: told(listAttemptedOrders(dependencies)),
    listSettled: told(listSettled(dependencies)),
    listDisputes: told(listDisputes(dependencies)),
    unknownDisputes: told(unknownDisputes()),
    listFailedRefunds: told(listFailedRefunds(dependencies)),
    readKept: told(readKept(dependencies)),
    readCapture: told(readCapture(dependencies)),
    readInvoiceStatus: told(readInvoiceStatus(dependencies)),
    findBegun: told(findBegun(dependencies)),
    findRequested: told(findRequested(dependencies)),
    standingsOf: told(standingsOf()),
    knownPayments: told(knownPayments()),
    startCollection: told(startCollection()),
    hintCollection: told(hintCollection()),
    hintHeld: told(hintHeld()),
    checkConnection: told(checkConnection(dependencies)),
  };
}

/** Whatever a provider refuses the credentials of holds the whole connection. */
function translated<Input extends OfConnection, Result>(
  activity: (input: Input) => Promise<Result>,
  holds: ConnectionHolds,
  judge: (error: unknown, attempt: number) => unknown = (error) => error,
): (input: Input) => Promise<Result> {
  return async (input) => {
    try {
      return await activity(input);
    } catch (error) {
      const { attempt } = activityInfo();
      const told = judge(toApplicationFailure(error, attempt), attempt);
      if (told instanceof ApplicationFailure && told.type === 'CREDENTIALS_REFUSED')
        await holds.report(input.connection, { reason: 'connection_refused', detail: told.message });
      throw told;
    }
  };
}
