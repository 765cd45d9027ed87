import type { FastifyInstance, FastifyRequest } from 'fastify';
import { checkoutSignature } from './auth.js';
import { ApiError, badRequest, unknownRoute } from './errors.js';
import type { PaymentRecord } from './entities.js';
import { OTP_EXHAUSTED } from './failures.js';
import { requiredText } from './fields.js';
import { otpActions, type NextAction } from './next-actions.js';
import { authorizePayment, failPayment } from './payment-lifecycle.js';
import { bodyOf, find, param } from './request.js';
import type { Account } from './state.js';

const ATTEMPTS = 3;
const AGAIN = ['otp_submit', 'otp_resend'] as const;

/** Native OTP for cards, under the API's own paths and the public ones a browser may call. */
export function otpRoutes(app: FastifyInstance, account: Account): void {
  const cardPayment = (request: FastifyRequest): PaymentRecord => {
    const payment = find(account.state.payments, 'pay_', param(request, 'id'));
    if (payment.entity.method !== 'card') throw badRequest('OTP is not supported for this payment.');
    return payment;
  };

  app.post('/payments/:id/otp_generate', (request) => generate(account, cardPayment(request)));
  // The sample's URL is followed by browsers too, which GET.
  app.get('/payments/:id/otp_generate', (request) => generate(account, cardPayment(request)));

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

/** An OTP of 4-10 digits is right (test mode); the third wrong one ends the payment. */
function submit(account: Account, payment: PaymentRecord, request: FastifyRequest): object {
  requireOpen(payment);
  requireGenerated(payment);
  const { entity, otp, plan } = payment;
  const value = requiredText(bodyOf(request), 'otp', undefined, true);
  if (!/^\d{4,10}$/.test(value)) {
    otp.wrong += 1;
    if (otp.wrong >= ATTEMPTS) {
      failPayment(account, payment, OTP_EXHAUSTED);
      throw failed(payment);
    }
    throw wrongOtp(payment);
  }
  if (plan.doomed) {
    failPayment(account, payment, plan.failure);
    throw failed(payment);
  }
  authorizePayment(account, payment);
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
