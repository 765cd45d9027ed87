import type { FastifyInstance, FastifyReply } from 'fastify';
import { resultPage } from './callback.js';
import { unknownRoute } from './errors.js';
import type { PaymentRecord } from './entities.js';
import { CANCELLED } from './failures.js';
import { oneOf, text } from './fields.js';
import { escapeHtml, htmlPage } from './html.js';
import { inUnits } from './money.js';
import { otpTriesLeft, takeOtp } from './otp-check.js';
import { authorizePayment, failPayment, mayStillSucceed } from './payment-lifecycle.js';
import { bodyOf, param } from './request.js';
import type { Account } from './state.js';

const OUTCOMES = ['success', 'failure', 'cancel'] as const;
type Outcome = (typeof OUTCOMES)[number];

/** Where the bank's page is found, below `/v1`. */
export const bankPagePaths = ['/payments/:ref/authorize', '/payments/:ref/authenticate'] as const;

/** The bank's page, where netbanking and card redirects lead; the id comes with or without `pay_`. */
export function bankPages(app: FastifyInstance, account: Account): void {
  for (const path of bankPagePaths) {
    app.get(path, (request, reply) => {
      const payment = byReference(account, param(request, 'ref'));
      return show(reply, question(account, payment, 'Simulated bank'));
    });
    app.post(path, (request, reply) => {
      const payment = byReference(account, param(request, 'ref'));
      const otp = text(bodyOf(request), 'otp');
      if (otp !== null && payment.entity.method === 'card' && payment.entity.status === 'created') {
        const verdict = takeOtp(account, payment, otp);
        return show(
          reply,
          verdict === 'wrong' ? question(account, payment, 'Wrong OTP') : resultPage(account, payment),
        );
      }
      answer(account, payment, oneOf(bodyOf(request), 'outcome', OUTCOMES), false);
      return show(reply, resultPage(account, payment));
    });
  }
}

/** The customer's UPI app: by payment id (collect, in-app) or by the intent's `tr`. */
export function upiPages(app: FastifyInstance, account: Account): void {
  app.get('/upi/:ref', (request, reply) => {
    const payment = byReference(account, param(request, 'ref'));
    return show(reply, question(account, payment, 'Simulated UPI app'));
  });
  app.post('/upi/:ref', (request, reply) => {
    const payment = byReference(account, param(request, 'ref'));
    const outcome = oneOf(bodyOf(request), 'outcome', OUTCOMES);
    if (outcome === 'success' && payment.entity.vpa === null && mayStillSucceed(account, payment)) {
      payment.entity.vpa = 'customer@simulated';
      if (payment.entity.upi !== undefined) payment.entity.upi.vpa = 'customer@simulated';
    }
    answer(account, payment, outcome, payment.plan.doomed);
    return show(reply, resultPage(account, payment));
  });
}

/** A failure card still succeeds with the bank page's Success button; a UPI amount that fails fails (`doomed`). */
function answer(account: Account, payment: PaymentRecord, outcome: Outcome | null, doomed: boolean): void {
  if (outcome === 'success' && !doomed) {
    if (mayStillSucceed(account, payment)) authorizePayment(account, payment);
  } else if (outcome === 'cancel') {
    failPayment(account, payment, CANCELLED);
  } else if (outcome !== null) {
    failPayment(account, payment, payment.plan.failure);
  }
}

function byReference(account: Account, reference: string): PaymentRecord {
  const { payments } = account.state;
  const payment =
    payments.get(reference) ??
    payments.get(`pay_${reference}`) ??
    [...payments.values()].find((candidate) => candidate.upiReference === reference);
  if (payment === undefined) throw unknownRoute();
  return payment;
}

function question(account: Account, payment: PaymentRecord, title: string): string {
  if (!mayStillSucceed(account, payment)) return resultPage(account, payment);
  const { entity } = payment;
  const labels: Readonly<Record<Outcome, string>> = {
    success: 'Success',
    failure: 'Failure',
    cancel: 'Cancel',
  };
  const buttons = OUTCOMES.map(
    (outcome) => `<button name="outcome" value="${outcome}">${labels[outcome]}</button>`,
  );
  return htmlPage(
    title,
    `<p>${escapeHtml(entity.description ?? entity.id)}: <b>${entity.currency} ${inUnits(entity.amount)}</b></p>
${otpForm(payment)}<form method="post">${buttons.join(' ')}</form>`,
  );
}

/** Cards may also be paid with an OTP on the page. */
function otpForm(payment: PaymentRecord): string {
  if (payment.entity.method !== 'card' || payment.entity.status !== 'created') return '';
  return `<form method="post"><input name="otp" inputmode="numeric" placeholder="OTP: any 4-10 digits">
<button>Submit OTP</button> <small>${otpTriesLeft(payment)} tries left</small></form>`;
}

function show(reply: FastifyReply, page: string): FastifyReply {
  return reply.type('text/html; charset=utf-8').send(page);
}
