import type { FastifyInstance, FastifyRequest } from 'fastify';
import { checkoutSignature } from './auth.js';
import { ApiError, badRequest, unknownRoute } from './errors.js';
import type { PaymentRecord } from './entities.js';
import { requiredText } from './fields.js';
import { otpActions, type NextAction } from './next-actions.js';
import { takeOtp } from './otp-check.js';
import { bodyOf, find, param } from './request.js';
import type { Account } from './state.js';

const AGAIN = ['otp_submit', 'otp_resend'] as const;

/** Native OTP for cards, under the API's own paths and the public ones a browser may call. */
export function otpRoutes(app: FastifyInstance, account: Account): void {
  const cardPayment = (request: FastifyRequest): PaymentRecord => {
    const payment = find(account.state.payments, 'pay_', param(request, 'id'));
    if (payment.entity.method !== 'card') throw badRequest('OTP is not supported for this payment.');
    return payment;
  };

  app.post('/payments/:id/otp_generate', (request) => generate(account, cardPayment(request)));

  app.post('/payments/:id/otp/submit', (request) => submit(account, cardPayment(request), request));
  app.post('/payments/:id/otp_submit/:hash', (request) => {
    const payment = cardPayment(request);
    if (param(request, 'hash') !== payment.otp.hash) throw unknownRoute();
    return submit(account, payment, request);
  });

  app.post('/payments/:id/otp/resend', (request) => resend(cardPayment(request)));
  app.post('/payments/:id/otp_resend/json', (request) => resend(cardPayment(request)));
}

interface Generated {
  readonly razorpay_payment_id: string;
  readonly next: readonly NextAction[];
  readonly metadata: Readonly<Record<string, string | null>>;
}

function generate(account: Account, payment: PaymentRecord): Generated {
  requireOpen(payment);
  payment.otp.generated = true;
  const { card } = payment;
  return {
    razorpay_payment_id: payment.entity.id,
    next: otpActions(account, payment),
    metadata: {
      issuer: card?.issuer ?? null,
      network: card?.network ?? null,
      last4: card?.last4 ?? null,
      iin: card?.iin ?? null,
    },
  };
}

function submit(account: Account, payment: PaymentRecord, request: FastifyRequest): object {
  requireOpen(payment);
  requireGenerated(payment);
  const { entity } = payment;
  const value = requiredText(bodyOf(request), 'otp', undefined, true);
  const verdict = takeOtp(account, payment, value);
  if (verdict === 'wrong') throw wrongOtp(payment);
  if (verdict === 'failed') throw failed(payment);
  return {
    razorpay_payment_id: entity.id,
    ...(entity.order_id === null
      ? {}
      : {
          razorpay_order_id: entity.order_id,
          razorpay_signature: checkoutSignature(account, entity.order_id, entity.id),
        }),
  };
}

function resend(payment: PaymentRecord): object {
  requireOpen(payment);
  requireGenerated(payment);
  return { next: AGAIN, razorpay_payment_id: payment.entity.id };
}

function requireOpen({ entity }: PaymentRecord): void {
  if (entity.status !== 'created') {
    throw badRequest('Payment has already been processed', { step: 'payment_authentication' });
  }
}

function requireGenerated({ otp }: PaymentRecord): void {
  if (!otp.generated) {
    throw badRequest('OTP was not generated for this payment.', { step: 'payment_authentication' });
  }
}

function wrongOtp({ entity }: PaymentRecord): ApiError {
  const { status, body } = badRequest('payment processing failed because of incorrect otp', {
    source: 'customer',
    step: 'payment_authentication',
    reason: 'incorrect_otp',
    metadata: ids(entity),
  });
  return new ApiError(status, body, AGAIN);
}

function failed({ entity }: PaymentRecord): ApiError {
  return badRequest(entity.error_description ?? '', {
    code: entity.error_code === 'GATEWAY_ERROR' ? 'GATEWAY_ERROR' : 'BAD_REQUEST_ERROR',
    source: entity.error_source ?? 'NA',
    step: entity.error_step ?? 'NA',
    reason: entity.error_reason ?? 'NA',
    metadata: ids(entity),
  });
}

function ids(entity: PaymentRecord['entity']): Readonly<Record<string, string>> {
  return { payment_id: entity.id, ...(entity.order_id === null ? {} : { order_id: entity.order_id }) };
}
