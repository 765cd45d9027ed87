import type { FastifyInstance } from 'fastify';
import { BANKS } from './banks.js';
import { badRequest } from './errors.js';
import { coversInstrument } from './gateway.js';
import type { Instrument } from './instruments.js';
import type { Account } from './state.js';

/** Something to pay with, as a person in the dashboard or a bank's outage changes it. */
export interface InstrumentWish {
  readonly method: Instrument['method'];
  /** `{}` for the whole method, else one of `bank`, `network`, `flow` and `vpa_handle`, in the words of downtimes. */
  readonly instrument: Readonly<Record<string, string>>;
  readonly as: 'enabled' | 'not_enabled' | 'not_available';
}

/** What new payments are refused for. */
export interface UnusableInstrument extends InstrumentWish {
  readonly as: 'not_enabled' | 'not_available';
}

const REASONS: Readonly<Record<string, string>> = {
  'card not_enabled': 'payment_method_not_enabled',
  'netbanking not_enabled': 'payment_method_not_enabled',
  'upi not_enabled': 'payment_method_not_enabled',
  'netbanking bank not_enabled': 'bank_not_enabled',
  'netbanking bank not_available': 'bank_not_available',
  'card network not_enabled': 'card_network_not_enabled',
  'upi flow collect not_enabled': 'upi_collect_not_enabled',
  'upi flow intent not_enabled': 'upi_intent_not_enabled',
  'upi flow intent not_available': 'psp_app_not_available',
  'upi vpa_handle not_available': 'psp_not_available',
};

/** Razorpay's reason for refusing such a payment; undefined where it publishes none. */
function reasonOf({ method, instrument, as }: InstrumentWish): string | undefined {
  const whom = Object.entries(instrument).flatMap(([name, value]) =>
    name === 'flow' ? [name, value] : [name],
  );
  return REASONS[[method, ...whom, as].join(' ')];
}

/** Whether Razorpay has a reason for what is wished, so that it can be simulated. */
export function canBeSet({ method, instrument, as }: InstrumentWish): boolean {
  const unusable = as === 'enabled' ? (['not_enabled', 'not_available'] as const) : [as];
  return unusable.some((one) => reasonOf({ method, instrument, as: one }) !== undefined);
}

/** Replaces what was said of the same instrument before. */
export function setInstrument(account: Account, wish: InstrumentWish): void {
  const { state } = account;
  const name = JSON.stringify(wish.instrument);
  state.unusable = state.unusable.filter(
    ({ method, instrument }) => method !== wish.method || JSON.stringify(instrument) !== name,
  );
  const { as } = wish;
  if (as !== 'enabled') state.unusable.push({ ...wish, as });
}

/** Throws the refusal that leaves the order without a payment. */
export function requireUsable(account: Account, instrument: Instrument): void {
  const unusable = account.state.unusable.find((one) => coversInstrument(one, instrument));
  if (unusable === undefined) return;
  const [field = 'method'] = Object.keys(unusable.instrument);
  const enabled = unusable.as === 'not_available';
  throw badRequest(
    `The selected ${field} is not ${enabled ? 'available right now' : 'enabled for the merchant'}.`,
    { field, source: enabled ? 'bank' : 'business', reason: reasonOf(unusable) ?? 'NA' },
  );
}

/** `/v1/methods`: what is enabled. Whether a bank can be reached it does not tell. */
export function methodRoutes(app: FastifyInstance, account: Account): void {
  app.get('/methods', () => {
    const disabled = account.state.unusable.filter(({ as }) => as === 'not_enabled');
    const isOff = (method: Instrument['method'], instrument: Readonly<Record<string, string>> = {}) =>
      disabled.some(
        (one) =>
          one.method === method &&
          Object.entries(one.instrument).every(([name, value]) => instrument[name] === value),
      );
    const card = !isOff('card');
    const banks = Object.entries(BANKS).filter(([bank]) => !isOff('netbanking', { bank }));
    const networks = ['AMEX', 'DICL', 'MC', 'MAES', 'VISA', 'JCB', 'RUPAY', 'BAJAJ'];
    const taken = networks.filter((network) => network !== 'JCB' && network !== 'BAJAJ');
    return {
      entity: 'methods',
      ...{ card, debit_card: card, credit_card: card, prepaid_card: card },
      card_networks: Object.fromEntries(
        networks.map((network) => [network, taken.includes(network) && !isOff('card', { network }) ? 1 : 0]),
      ),
      amex: !isOff('card', { network: 'AMEX' }),
      netbanking: banks.length === 0 ? [] : Object.fromEntries(banks),
      ...{ wallet: [], emi: false, cardless_emi: [], paylater: [] },
      upi: !isOff('upi', { flow: 'collect' }),
      upi_intent: !isOff('upi', { flow: 'intent' }),
    };
  });
}
