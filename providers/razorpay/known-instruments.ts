import type { ProviderRefusal } from '../../contracts/errors.js';
import type { DisabledInstrument, EnabledInstruments } from '../../contracts/instruments.js';
import type { PaymentDetails } from '../../contracts/payment-request.js';
import { isNamedBy, propertiesOf } from '../../domain/payment-instrument.js';
import type { Clock } from '../../platform/clock.js';
import { cachedLook } from './cached-look.js';
import type { RazorpayClient } from './client.js';
import { refusedInstrument } from './refused-instrument.js';

const MINUTE_MS = 60_000;

/** A person enables an instrument, and Razorpay's support takes longer than this; nobody waits half an hour for the effect. */
const NOT_ENABLED_FOR_MS = 30 * MINUTE_MS;

/** A bank or app that cannot be reached may be back any moment. */
const NOT_AVAILABLE_FOR_MS = 5 * MINUTE_MS;

/** One payment tries whether it works again while the others wait for its answer; no try of an activity lasts longer. */
const TRIED_FOR_MS = 15_000;

/** What one connection's account can be paid with: what it was refused lately, and what Razorpay says is enabled. */
export interface KnownInstruments {
  /**
   * The refused instrument that the payment would be made with. Undefined when there is none, or when its time is over and
   * this payment is the one that tries it: it has to be sent then.
   */
  stopping(payment: PaymentDetails): DisabledInstrument | undefined;
  /** Razorpay refused the payment; what it was refused for, and nothing else, is disabled for a while. */
  refused(payment: PaymentDetails, refusal: ProviderRefusal): void;
  /** Razorpay took the payment: its instrument works. */
  taken(payment: PaymentDetails): void;
  /** What is disabled now. */
  disabled(): readonly DisabledInstrument[];
  /** Looked up at most once in half an hour. Undefined when it is not known: refused, failed, or longer than a second. */
  enabled(): Promise<EnabledInstruments | undefined>;
}

interface Entry {
  readonly instrument: DisabledInstrument;
  since: number;
  lastsMs: number;
}

export function createKnownInstruments(
  razorpay: Pick<RazorpayClient, 'enabledInstruments'>,
  clock: Clock,
): KnownInstruments {
  let entries: readonly Entry[] = [];
  // A clock that was set back must not make one last.
  const isOver = ({ since, lastsMs }: Entry): boolean => Math.abs(clock.now() - since) >= lastsMs;
  const namingOf = (payment: PaymentDetails): readonly Entry[] => {
    const properties = propertiesOf(payment);
    return entries.filter(({ instrument }) => isNamedBy(instrument, payment.method, properties));
  };
  const forget = (forgotten: readonly Entry[]): void => {
    entries = entries.filter((entry) => !forgotten.includes(entry));
  };
  return {
    stopping(payment) {
      const naming = namingOf(payment);
      const stopping = naming.find((entry) => !isOver(entry));
      if (stopping) return stopping.instrument;
      for (const entry of naming) {
        entry.since = clock.now();
        entry.lastsMs = TRIED_FOR_MS;
      }
      return undefined;
    },
    refused(payment, refusal) {
      const instrument = refusedInstrument(payment, refusal.reason);
      if (!instrument) return;
      const same = entries.filter((entry) => isSame(entry.instrument, instrument));
      forget([...same, ...entries.filter(isOver)]);
      const lastsMs = refusal.class === 'wait' ? NOT_AVAILABLE_FOR_MS : NOT_ENABLED_FOR_MS;
      entries = [...entries, { instrument, since: clock.now(), lastsMs }];
    },
    taken: (payment) => forget(namingOf(payment)),
    disabled: () => entries.filter((entry) => !isOver(entry)).map(({ instrument }) => instrument),
    enabled: cachedLook((signal) => razorpay.enabledInstruments(signal), clock, NOT_ENABLED_FOR_MS),
  };
}

function isSame(one: DisabledInstrument, other: DisabledInstrument): boolean {
  return isNamedBy(one, other.method, other.instrument) && isNamedBy(other, one.method, one.instrument);
}
