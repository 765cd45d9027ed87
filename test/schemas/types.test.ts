import { expectTypeOf, it } from 'vitest';
import type { z } from 'zod';
import type { Hint } from '../../contracts/collection.js';
import type { CallbackFields } from '../../contracts/messages.js';
import type { OrderOptions, PaymentDetails } from '../../contracts/payment-request.js';
import type {
  CardForm,
  ParsedPaymentForm,
  ParsedSubmitPaymentRequest,
  PaymentForm,
  SubmitPaymentRequest,
} from '../../contracts/requests.js';
import type { cardFormSchema } from '../../contracts/schemas/card-form.js';
import type { orderOptionsSchema } from '../../contracts/schemas/order-options.js';
import type { paymentFormSchema } from '../../contracts/schemas/payment-form.js';
import type {
  callbackFieldsSchema,
  hintSchema,
  submitPaymentSchema,
} from '../../contracts/schemas/requests.js';

it('schemas give exactly the types of the contracts', () => {
  expectTypeOf<z.output<typeof orderOptionsSchema>>().toEqualTypeOf<OrderOptions>();
  expectTypeOf<z.output<typeof paymentFormSchema>>().toEqualTypeOf<ParsedPaymentForm>();
  expectTypeOf<z.output<typeof cardFormSchema>>().toEqualTypeOf<CardForm>();
  expectTypeOf<z.output<typeof submitPaymentSchema>>().toEqualTypeOf<ParsedSubmitPaymentRequest>();
  expectTypeOf<z.output<typeof callbackFieldsSchema>>().toEqualTypeOf<CallbackFields>();
  expectTypeOf<z.output<typeof hintSchema>>().toEqualTypeOf<Hint>();
});

it('a parsed payment form differs from what enters Temporal by the card and what its number tells', () => {
  type Methods<T extends { method: string }> = T['method'];
  expectTypeOf<Methods<ParsedPaymentForm>>().toEqualTypeOf<Methods<PaymentDetails>>();
  expectTypeOf<Extract<ParsedPaymentForm, { method: 'upi' }>>().toEqualTypeOf<
    Extract<PaymentDetails, { method: 'upi' }>
  >();
  expectTypeOf<Omit<Extract<ParsedPaymentForm, { method: 'card' }>, 'card'>>().toEqualTypeOf<
    Omit<Extract<PaymentDetails, { method: 'card' }>, 'card' | 'network'>
  >();
});

it('what a caller writes differs from what is parsed by the UPI block alone, which has a default', () => {
  type Bare = Omit<Extract<PaymentForm, { method: 'upi' }>, 'upi'>;
  expectTypeOf<ParsedPaymentForm>().toExtend<PaymentForm>();
  expectTypeOf<ParsedSubmitPaymentRequest>().toExtend<SubmitPaymentRequest>();
  expectTypeOf<Bare>().toExtend<PaymentForm>();
  expectTypeOf<Bare>().not.toExtend<ParsedPaymentForm>();
});
