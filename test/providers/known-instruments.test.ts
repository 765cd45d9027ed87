import { beforeEach, describe, expect, test, vi } from 'vitest';
import type { ProviderRefusal } from '../../contracts/errors.js';
import type { EnabledInstruments } from '../../contracts/instruments.js';
import type { PaymentDetails } from '../../contracts/payment-request.js';
import { neverSent } from '../../domain/never-sent.js';
import type { RazorpayClient } from '../../providers/razorpay/client.js';
import { reasonGroups } from '../../providers/razorpay/error-reasons.js';
import { createKnownInstruments, type KnownInstruments } from '../../providers/razorpay/known-instruments.js';
import { refusedProperty } from '../../providers/razorpay/refused-instrument.js';

const MINUTE = 60_000;
const payer = { email: 'a@b.example', contact: '9000090000', ip: '192.0.2.1' };
const hdfc: PaymentDetails = { ...payer, method: 'netbanking', bank: 'HDFC' };
const sbi: PaymentDetails = { ...payer, method: 'netbanking', bank: 'SBIN' };
const visa: PaymentDetails = { ...payer, method: 'card', card: 'vault:a:b', network: 'VISA' };
const rupay: PaymentDetails = { ...visa, network: 'RUPAY' };
const unknownCard: PaymentDetails = { ...payer, method: 'card', card: 'vault:a:b' };
const intent: PaymentDetails = { ...payer, method: 'upi', upi: { flow: 'intent' } };
const ybl: PaymentDetails = { ...payer, method: 'upi', upi: { flow: 'collect', vpa: 'asha@YBL' } };
const sbiUpi: PaymentDetails = { ...payer, method: 'upi', upi: { flow: 'collect', vpa: 'asha@oksbi' } };
const everything = { hdfc, sbi, visa, rupay, unknownCard, intent, ybl, sbiUpi };
type Name = keyof typeof everything;

let now = 1_700_000_000_000;
let known: KnownInstruments;

function knownBy(enabledInstruments: RazorpayClient['enabledInstruments']): KnownInstruments {
  return createKnownInstruments({ enabledInstruments }, { now: () => now });
}
beforeEach(() => {
  known = knownBy(() => Promise.reject(new Error('not asked')));
});

function refusalFor(reason: string): ProviderRefusal {
  const group = reasonGroups.find(({ reasons }) => reasons.includes(reason));
  if (!group) throw new Error(`no reason: ${reason}`);
  return { ...neverSent('PROVIDER_REFUSED', ''), class: group.class, reason };
}

function refuse(payment: PaymentDetails, reason: string): void {
  known.refused(payment, refusalFor(reason));
}

function stopped(): readonly string[] {
  return Object.entries(everything).flatMap(([name, payment]) => (known.stopping(payment) ? [name] : []));
}

describe('a refusal disables exactly what it is about', () => {
  test.each<[string, Name, readonly Name[]]>([
    ['payment_method_not_enabled', 'hdfc', ['hdfc', 'sbi']],
    ['payment_method_not_enabled', 'visa', ['visa', 'rupay', 'unknownCard']],
    ['payment_method_not_enabled', 'intent', ['intent', 'ybl', 'sbiUpi']],
    ['bank_not_enabled', 'hdfc', ['hdfc']],
    ['bank_not_available', 'hdfc', ['hdfc']],
    ['bank_cutoff_in_progress', 'sbi', ['sbi']],
    ['payment_declined_due_to_high_traffic', 'hdfc', ['hdfc']],
    ['card_network_not_enabled', 'visa', ['visa']],
    ['upi_collect_not_enabled', 'ybl', ['ybl', 'sbiUpi']],
    ['collect_on_mcc_blocked', 'ybl', ['ybl', 'sbiUpi']],
    ['upi_intent_not_enabled', 'intent', ['intent']],
    ['psp_not_available', 'ybl', ['ybl']],
    ['psp_app_not_available', 'ybl', ['ybl']],
    // The payment does not say what it was: a bank behind a card or a handle, an app the customer chose, a foreign card.
    ['bank_not_available', 'ybl', []],
    ['bank_not_available', 'visa', []],
    ['psp_app_not_available', 'intent', []],
    ['card_network_not_enabled', 'unknownCard', []],
    ['international_transaction_not_allowed', 'visa', []],
    ['recurring_payment_not_enabled', 'visa', []],
    // Not about the instrument.
    ['payment_failed', 'hdfc', []],
    ['insufficient_funds', 'visa', []],
  ])('%s of %s', (reason, name, expected) => {
    refuse(everything[name], reason);
    expect(stopped()).toEqual(expected);
  });

  test('the table knows every reason that concerns an instrument, and no other', () => {
    const concerning = reasonGroups.filter(({ concerns }) => concerns === 'instrument');
    expect(Object.keys(refusedProperty).sort()).toEqual(concerning.flatMap(({ reasons }) => reasons).sort());
  });
});

describe('for a while', () => {
  test.each([
    ['bank_not_enabled', 30 * MINUTE],
    ['bank_not_available', 5 * MINUTE],
  ])('%s', (reason, forMs) => {
    refuse(hdfc, reason);
    now += forMs - 1;
    expect(stopped()).toEqual(['hdfc']);
    expect(known.disabled()).toEqual([{ method: 'netbanking', instrument: { bank: 'HDFC' }, reason }]);
    now += 1;
    expect(known.disabled()).toEqual([]);
    expect(stopped()).toEqual([]);
  });

  test('then one payment tries it, and the others wait for its answer', () => {
    refuse(hdfc, 'bank_not_enabled');
    now += 30 * MINUTE;
    expect(known.stopping(hdfc)).toBeUndefined();
    expect(known.stopping(hdfc)).toMatchObject({ reason: 'bank_not_enabled' });
    known.taken(hdfc);
    expect([known.stopping(hdfc), known.stopping(hdfc)]).toEqual([undefined, undefined]);
  });

  test('refused once more, it is disabled once more', () => {
    refuse(hdfc, 'bank_not_enabled');
    now += 30 * MINUTE;
    expect(known.stopping(hdfc)).toBeUndefined();
    refuse(hdfc, 'bank_not_available');
    expect(known.disabled()).toHaveLength(1);
    now += 4 * MINUTE;
    expect(known.stopping(hdfc)).toMatchObject({ reason: 'bank_not_available' });
  });

  test('without an answer the next one tries', () => {
    refuse(hdfc, 'bank_not_enabled');
    now += 30 * MINUTE;
    expect(known.stopping(hdfc)).toBeUndefined();
    now += 14_999;
    expect(known.stopping(hdfc)).toBeDefined();
    now += 1;
    expect(known.stopping(hdfc)).toBeUndefined();
  });

  test('a clock that was set back does not make it last', () => {
    refuse(hdfc, 'bank_not_enabled');
    now -= 60 * MINUTE;
    expect(known.stopping(hdfc)).toBeUndefined();
  });

  test('a payment that is taken says nothing of others', () => {
    refuse(hdfc, 'bank_not_enabled');
    known.taken(sbi);
    expect(stopped()).toEqual(['hdfc']);
    refuse(visa, 'payment_method_not_enabled');
    known.taken(rupay);
    expect(stopped()).toEqual(['hdfc']);
  });
});

describe('what is enabled', () => {
  const told: EnabledInstruments = { card: ['VISA'], netbanking: ['SBIN'], upi: [] };

  test('is asked once in half an hour', async () => {
    const ask = vi.fn<RazorpayClient['enabledInstruments']>(() => Promise.resolve({ ok: true, value: told }));
    known = knownBy(ask);
    expect(await Promise.all([known.enabled(), known.enabled()])).toEqual([told, told]);
    now += 30 * MINUTE - 1;
    expect(await known.enabled()).toEqual(told);
    expect(ask).toHaveBeenCalledTimes(1);
    now += 1;
    await known.enabled();
    expect(ask).toHaveBeenCalledTimes(2);
  });

  test('is asked again after a minute when it was not told', async () => {
    const ask = vi.fn<RazorpayClient['enabledInstruments']>(() => Promise.reject(new Error('away')));
    known = knownBy(ask);
    expect(await known.enabled()).toBeUndefined();
    now += MINUTE - 1;
    expect(await known.enabled()).toBeUndefined();
    expect(ask).toHaveBeenCalledTimes(1);
    now += 1;
    await known.enabled();
    expect(ask).toHaveBeenCalledTimes(2);
  });
});
