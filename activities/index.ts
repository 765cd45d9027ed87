import { activityInfo } from '@temporalio/activity';
import type { Activities } from '../contracts/activities.js';
import { cancelPaymentRequest } from './cancel-payment-request.js';
import { capturePayment } from './capture-payment.js';
import { checkConnection } from './check-connection.js';
import { compareCustomer } from './compare-customer.js';
import { createOrderWithPayment } from './create-order-with-payment.js';
import type { ActivityDependencies } from './dependencies.js';
import { findOwner } from './find-owner.js';
import { handOver } from './hand-over.js';
import { issuePaymentRequest } from './issue-payment-request.js';
import { look } from './look.js';
import { markInvoicePaid } from './mark-invoice-paid.js';
import { markInvoiceRefunded } from './mark-invoice-refunded.js';
import { notifyPaymentRequest } from './notify-payment-request.js';
import { noteOutcome, notingOutcome, readOutcome } from './outcome.js';
import { readInvoice } from './read-invoice.js';
import {
  findBegun,
  listAccounts,
  listAttemptedOrders,
  listOpenInvoices,
  listPayments,
} from './reconcile-lists.js';
import { listSettled, readCapture, readInvoiceStatus } from './reconcile-settlements.js';
import { hintCollection, knownPayments, standingsOf, startCollection } from './reconcile-temporal.js';
import { recordPayment } from './record-payment.js';
import { refundPayment } from './refund-payment.js';
import { sendOtp } from './send-otp.js';
import { syncCustomer } from './sync-customer.js';
import { toApplicationFailure } from './to-application-failure.js';
import { verifyCallback } from './verify-callback.js';

export type { ActivityConnection, ActivityDependencies, ActivityLogger } from './dependencies.js';

/** The side effects of the product, to be registered with a worker. Every error they throw is of the closed family. */
export function createActivities(dependencies: ActivityDependencies): Activities {
  return {
    readInvoice: translated(readInvoice(dependencies)),
    syncCustomer: translated(syncCustomer(dependencies)),
    createOrderWithPayment: translated(createOrderWithPayment(dependencies)),
    issuePaymentRequest: translated(issuePaymentRequest(dependencies)),
    notifyPaymentRequest: translated(notifyPaymentRequest(dependencies)),
    cancelPaymentRequest: translated(cancelPaymentRequest(dependencies)),
    look: translated(look(dependencies)),
    capturePayment: translated(capturePayment(dependencies)),
    refundPayment: translated(refundPayment(dependencies)),
    markInvoicePaid: translated(notingOutcome(dependencies, markInvoicePaid(dependencies))),
    markInvoiceRefunded: translated(markInvoiceRefunded(dependencies)),
    recordPayment: translated(recordPayment(dependencies)),
    sendOtp: translated(sendOtp(dependencies)),
    verifyCallback: translated(verifyCallback(dependencies)),
    readOutcome: translated(readOutcome(dependencies)),
    noteOutcome: translated(noteOutcome(dependencies)),
    findOwner: translated(findOwner(dependencies)),
    handOver: translated(handOver()),
    listOpenInvoices: translated(listOpenInvoices(dependencies)),
    listAccounts: translated(listAccounts(dependencies)),
    compareCustomer: translated(compareCustomer(dependencies)),
    listPayments: translated(listPayments(dependencies)),
    listAttemptedOrders: translated(listAttemptedOrders(dependencies)),
    listSettled: translated(listSettled(dependencies)),
    readCapture: translated(readCapture(dependencies)),
    readInvoiceStatus: translated(readInvoiceStatus(dependencies)),
    findBegun: translated(findBegun(dependencies)),
    standingsOf: translated(standingsOf()),
    knownPayments: translated(knownPayments()),
    startCollection: translated(startCollection()),
    hintCollection: translated(hintCollection()),
    checkConnection: translated(checkConnection(dependencies)),
  };
}

function translated<Input, Result>(
  activity: (input: Input) => Promise<Result>,
): (input: Input) => Promise<Result> {
  return async (input) => {
    try {
      return await activity(input);
    } catch (error) {
      throw toApplicationFailure(error, activityInfo().attempt);
    }
  };
}
