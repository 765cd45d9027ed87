import type { Downtime } from '../contracts/downtime.js';
import type { Alternatives, EnabledInstruments, Instrument } from '../contracts/instruments.js';
import type { PaymentMethod } from '../contracts/payment-request.js';
import { healthyMethods, isSeverelyDown } from './downtimes.js';
import { isNamedBy } from './payment-instrument.js';

/** The property by which instruments of a method are told apart when they are offered. */
const chosenBy = { card: 'network', netbanking: 'bank', upi: 'flow' } as const;

/** In the order of preference; collect requests are on their way out. `in_app` needs an SDK that not every vendor has. */
const FLOWS = ['intent', 'collect'] as const;

/** What is known of a connection's instruments besides what Razorpay says is enabled. */
export interface KnownTroubles {
  readonly disabled: readonly Instrument[];
  readonly downtimes: readonly Downtime[];
}

/**
 * What works instead of an instrument of the method: what is enabled, less what was refused lately and what is down.
 * @param enabled undefined when Razorpay did not tell
 */
export function alternativesTo(
  method: PaymentMethod,
  enabled: EnabledInstruments | undefined,
  { disabled, downtimes }: KnownTroubles,
): Alternatives {
  const works = (by: PaymentMethod, choice: string | undefined): boolean => {
    const properties = { [chosenBy[by]]: choice };
    return (
      !disabled.some((instrument) => isNamedBy(instrument, by, properties)) &&
      !isSeverelyDown(by, properties, downtimes)
    );
  };
  const choicesOf = (by: PaymentMethod): readonly string[] | undefined =>
    (enabled?.[by] ?? (by === 'upi' ? FLOWS : undefined))?.filter((choice) => works(by, choice));
  const methods = healthyMethods(downtimes).filter(
    (by) => choicesOf(by)?.length !== 0 && works(by, undefined),
  );
  const confirmed = enabled !== undefined;
  const choices = choicesOf(method);
  if (!choices || !methods.includes(method)) return { methods, confirmed };
  switch (method) {
    case 'netbanking':
      return { methods, banks: choices, confirmed };
    case 'card':
      return { methods, networks: choices, confirmed };
    case 'upi':
      return { methods, flows: FLOWS.filter((flow) => choices.includes(flow)), confirmed };
  }
}
