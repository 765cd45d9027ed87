import type { Instrument } from '../contracts/instruments.js';
import type { PaymentDetails } from '../contracts/payment-request.js';

/** The properties of an instrument; those that nobody knows are undefined or left out. */
export type InstrumentProperties = Readonly<Record<string, string | undefined>>;

/**
 * What a payment says of its instrument, in the words of downtimes. The app (`psp`) behind a UPI handle, and issuer and
 * type of a card, it does not say.
 */
export function propertiesOf(payment: PaymentDetails): InstrumentProperties {
  switch (payment.method) {
    case 'netbanking':
      return { bank: payment.bank };
    case 'upi': {
      const { upi } = payment;
      const handle = upi.flow === 'collect' ? upi.vpa.split('@')[1]?.toLowerCase() : undefined;
      return { flow: upi.flow, vpa_handle: handle };
    }
    case 'card':
      return { network: payment.network };
  }
}

/** Whether something with these properties is surely what the instrument names. */
export function isNamedBy(
  { method, instrument }: Instrument,
  by: Instrument['method'],
  properties: InstrumentProperties,
): boolean {
  return method === by && Object.entries(instrument).every(([name, value]) => properties[name] === value);
}

/** In words, for operators: `upi (psp ALL)`. */
export function instrumentText({ method, instrument }: Instrument): string {
  const whom = Object.entries(instrument).map(([name, value]) => `${name} ${value}`);
  return whom.length === 0 ? method : `${method} (${whom.join(', ')})`;
}
