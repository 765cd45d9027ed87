import type { DowntimeEntity } from './entities.js';
import type { Instrument } from './instruments.js';
import type { Account } from './state.js';

/** Whether the gateway refuses a new payment at once: it was told to, or a severe downtime covers the instrument. */
export function gatewayRefuses(account: Account, instrument: Instrument): boolean {
  if (account.state.gatewayRefusals > 0) {
    account.state.gatewayRefusals -= 1;
    return true;
  }
  return [...account.state.downtimes.values()].some(
    (downtime) =>
      downtime.status === 'started' && downtime.severity === 'high' && coversInstrument(downtime, instrument),
  );
}

/** Whether what a downtime, or the dashboard, names is what a payment is made with. */
export function coversInstrument(
  named: Pick<DowntimeEntity, 'method' | 'instrument'>,
  instrument: Instrument,
): boolean {
  if (named.method !== instrument.method) return false;
  const networks: Readonly<Record<string, string>> = {
    Visa: 'VISA',
    MasterCard: 'MC',
    RuPay: 'RUPAY',
    'American Express': 'AMEX',
    'Diners Club': 'DICL',
  };
  const properties: Readonly<Record<string, string | null | undefined>> = {
    bank: instrument.bank,
    vpa_handle: instrument.vpa?.split('@')[1],
    flow: instrument.flow,
    network: networks[instrument.card?.network ?? ''],
    issuer: instrument.card?.issuer,
    card_type: instrument.card?.type,
    type: instrument.card?.type,
  };
  return Object.entries(named.instrument).every(
    ([name, value]) => value === 'ALL' || properties[name] === value,
  );
}
