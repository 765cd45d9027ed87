import { expectTypeOf, it } from 'vitest';
import type { z } from 'zod';
import type { CallbackFields } from '../../contracts/messages.js';
import type { OrderOptions, PaymentDetails } from '../../contracts/payment-request.js';
import type { CardForm, PaymentForm, SubmitPaymentRequest } from '../../contracts/requests.js';
import type { cardFormSchema } from '../../contracts/schemas/card-form.js';
import type { orderOptionsSchema } from '../../contracts/schemas/order-options.js';
import type { paymentFormSchema } from '../../contracts/schemas/payment-form.js';
import type { callbackFieldsSchema, submitPaymentSchema } from '../../contracts/schemas/requests.js';

it('schemas give exactly the types of the contracts', () => {
  expectTypeOf<z.output<typeof orderOptionsSchema>>().toEqualTypeOf<OrderOptions>();
  expectTypeOf<z.output<typeof paymentFormSchema>>().toEqualTypeOf<PaymentForm>();
  expectTypeOf<z.output<typeof cardFormSchema>>().toEqualTypeOf<CardForm>();
  expectTypeOf<z.output<typeof submitPaymentSchema>>().toEqualTypeOf<SubmitPaymentRequest>();
  expectTypeOf<z.output<typeof callbackFieldsSchema>>().toEqualTypeOf<CallbackFields>();
});

it('a payment form differs from what enters Temporal by the card alone', () => {
  type Methods<T extends { method: string }> = T['method'];
  expectTypeOf<Methods<PaymentForm>>().toEqualTypeOf<Methods<PaymentDetails>>();
  expectTypeOf<Extract<PaymentForm, { method: 'upi' }>>().toEqualTypeOf<
    Extract<PaymentDetails, { method: 'upi' }>
  >();
  expectTypeOf<Omit<Extract<PaymentForm, { method: 'card' }>, 'card'>>().toEqualTypeOf<
    Omit<Extract<PaymentDetails, { method: 'card' }>, 'card'>
  >();
});
