import type { Downtime, DowntimeAdvice } from '../contracts/downtime.js';
import type { PaymentDetails, PaymentMethod } from '../contracts/payment-request.js';

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
  const known = instrumentOf(payment);
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
function concernOf({ instrument }: Downtime, known: Readonly<Record<string, string | undefined>>): Concern {
  const wanted = Object.entries(instrument).filter(([, value]) => value !== ALL);
  if (wanted.some(([name, value]) => known[name] !== undefined && known[name] !== value)) return 'none';
  const tells = Object.keys(instrument).length > 0;
  return tells && wanted.every(([name]) => known[name] !== undefined) ? 'certain' : 'possible';
}

/**
 * What a payment says of its instrument, in the words of downtimes. The app (`psp`) behind a UPI handle, and issuer and
 * type of a card, it does not say.
 */
function instrumentOf(payment: PaymentDetails): Readonly<Record<string, string | undefined>> {
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

function isWhole({ instrument }: Downtime): boolean {
  const whom = Object.values(instrument);
  return whom.length > 0 && whom.every((value) => value === ALL);
}

function rank({ severity }: Downtime): number {
  return SEVERITIES.indexOf(severity);
}

/** In words, for operators: `upi (psp ALL)`. */
export function downtimeText({ method, instrument }: DowntimeAdvice): string {
  const whom = Object.entries(instrument).map(([name, value]) => `${name} ${value}`);
  return whom.length === 0 ? method : `${method} (${whom.join(', ')})`;
}
