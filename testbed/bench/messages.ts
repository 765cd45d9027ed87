import { defineSignal, defineUpdate } from '@temporalio/workflow';

/** What floor and naive are told; the product has its own messages. */

export interface BenchInput {
  readonly invoiceId: string;
  /** The owner's account at Togai. */
  readonly accountId: string;
}

/** The same payment that the product is given. */
export interface BenchPayment {
  readonly method: 'netbanking';
  readonly bank: string;
  readonly email: string;
  readonly contact: string;
  readonly ip: string;
}

export interface BenchAnswer {
  readonly orderId: string;
  readonly paymentId: string;
}

export const submitUpdate = defineUpdate<BenchAnswer, [BenchPayment]>('submitUpdate');
export const paidSignal = defineSignal('paidSignal');

/** The queue that floor and naive share. */
export const benchQueue = 'bench';
