import type { Downtime, DowntimeAdvice } from '../contracts/downtime.js';
import type { PaymentDetails, PaymentMethod } from '../contracts/payment-request.js';
import { propertiesOf, type InstrumentProperties } from './payment-instrument.js';

const METHODS: readonly PaymentMethod[] = ['card', 'netbanking', 'upi'];

/** Razorpay's word for every bank, app or network. */
const ALL = 'ALL';

const SEVERITIES = ['low', 'medium', 'high'] as const;

type Concern = 'certain' | 'possible' | 'none';

/**
 * The worst outage that concerns a payment: one that surely does before one that may, then by severity, then the first of
 * the list. Undefined when none does.
 */
export function downtimeOf(
  payment: PaymentDetails,
  downtimes: readonly Downtime[],
): DowntimeAdvice | undefined {
  const known = propertiesOf(payment);
  const concerning = downtimes.flatMap((downtime) => {
    const concern = downtime.method === payment.method ? concernOf(downtime, known) : 'none';
    return concern === 'none' ? [] : [{ downtime, certain: concern === 'certain' }];
  });
  const [worst] = concerning.sort(
    (a, b) => Number(b.certain) - Number(a.certain) || rank(b.downtime) - rank(a.downtime),
  );
  return worst && adviceOn(worst.downtime, payment.method, worst.certain, downtimes);
}

/** What a policy of holding stops: an outage that is severe, and surely the payment's own. */
export function isHolding({ severity, certain }: DowntimeAdvice): boolean {
  return severity === 'high' && certain;
}

/**
 * The outage for which a payment request is not announced again: a severe one of a whole method. Its page offers every
 * method, but not which of them works, and a reminder can wait.
 */
export function downtimeOfRequest(downtimes: readonly Downtime[]): DowntimeAdvice | undefined {
  const severe = downtimes.find(
    (downtime) => downtime.severity === 'high' && isWhole(downtime) && methodOf(downtime) !== undefined,
  );
  const method = severe && methodOf(severe);
  return severe && method && adviceOn(severe, method, true, downtimes);
}

function methodOf({ method }: Downtime): PaymentMethod | undefined {
  return METHODS.find((known) => known === method);
}

/** Whether a severe outage surely hits whatever has these properties. */
export function isSeverelyDown(
  method: PaymentMethod,
  properties: InstrumentProperties,
  downtimes: readonly Downtime[],
): boolean {
  return downtimes.some(
    (downtime) =>
      downtime.severity === 'high' &&
      downtime.method === method &&
      concernOf(downtime, properties) === 'certain',
  );
}

/** Methods that no outage concerns as a whole. Some bank or other is always away: that makes no method ill. */
export function healthyMethods(downtimes: readonly Downtime[]): PaymentMethod[] {
  return METHODS.filter(
    (method) => !downtimes.some((downtime) => downtime.method === method && isWhole(downtime)),
  );
}

function adviceOn(
  { severity, instrument, begin }: Downtime,
  method: PaymentMethod,
  certain: boolean,
  downtimes: readonly Downtime[],
): DowntimeAdvice {
  return {
    ...{ severity, method, instrument },
    ...(begin !== undefined && { since: begin * 1_000 }),
    ...{ certain, healthyMethods: healthyMethods(downtimes) },
  };
}

/** Every property has to fit; one that is not known of the payment may, and one that says nothing may hit anybody. */
function concernOf({ instrument }: Downtime, known: InstrumentProperties): Concern {
  const wanted = Object.entries(instrument).filter(([, value]) => value !== ALL);
  if (wanted.some(([name, value]) => known[name] !== undefined && known[name] !== value)) return 'none';
  const tells = Object.keys(instrument).length > 0;
  return tells && wanted.every(([name]) => known[name] !== undefined) ? 'certain' : 'possible';
}

function isWhole({ instrument }: Downtime): boolean {
  const whom = Object.values(instrument);
  return whom.length > 0 && whom.every((value) => value === ALL);
}

function rank({ severity }: Downtime): number {
  return SEVERITIES.indexOf(severity);
}
