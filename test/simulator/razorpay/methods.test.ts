import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  begun,
  card,
  errorOf,
  KEY_ID,
  netbanking,
  oneCallBody,
  startBench,
  upi,
  type Bench,
} from './fixture.js';

const keyAlone = { authorization: `Basic ${Buffer.from(`${KEY_ID}:`).toString('base64')}` };

describe('what can be paid with', () => {
  let bench: Bench;
  beforeEach(async () => {
    bench = await startBench();
  });
  afterEach(() => bench.close());

  const methods = async () => (await bench.call('GET', '/methods', undefined, keyAlone)).body;
  const submit = (payment: object) => bench.call('POST', '/orders', oneCallBody({ payment }));

  it('is told to the key id alone, and to no other', async () => {
    expect(await methods()).toMatchObject({
      ...{ entity: 'methods', card: true, upi: true, upi_intent: true },
      card_networks: { VISA: 1, RUPAY: 1, JCB: 0 },
      netbanking: { HDFC: 'HDFC Bank', SBIN: 'State Bank of India' },
    });
    const other = { authorization: `Basic ${Buffer.from('rzp_test_other:').toString('base64')}` };
    expect((await bench.call('GET', '/methods', undefined, other)).status).toBe(401);
  });

  it.each([
    ['netbanking', { bank: 'HDFC' }, 'not_enabled', netbanking(), 'bank_not_enabled'],
    ['netbanking', { bank: 'HDFC' }, 'not_available', netbanking(), 'bank_not_available'],
    ['netbanking', {}, 'not_enabled', netbanking(), 'payment_method_not_enabled'],
    ['card', { network: 'VISA' }, 'not_enabled', card(), 'card_network_not_enabled'],
    ['upi', { flow: 'intent' }, 'not_enabled', upi({ flow: 'intent' }), 'upi_intent_not_enabled'],
    ['upi', { flow: 'intent' }, 'not_available', upi({ flow: 'intent' }), 'psp_app_not_available'],
    ['upi', { flow: 'collect' }, 'not_enabled', upi({ vpa: 'a.b@ybl' }), 'upi_collect_not_enabled'],
    ['upi', { vpa_handle: 'ybl' }, 'not_available', upi({ vpa: 'a.b@ybl' }), 'psp_not_available'],
  ] as const)(
    '%s %j %s is refused before a payment, until it is back',
    async (method, instrument, as, payment, reason) => {
      bench.simulator.setInstrument({ method, instrument, as });
      const refused = await submit(payment);
      expect(refused.status).toBe(400);
      expect(errorOf(refused)).toMatchObject({
        reason,
        metadata: { order_id: expect.stringMatching(/^order_/) as unknown },
      });
      expect(bench.simulator.state.payments.size).toBe(0);
      bench.simulator.setInstrument({ method, instrument, as: 'enabled' });
      begun(await submit(payment));
    },
  );

  it('does not name what is not enabled, and still names what is not available', async () => {
    bench.simulator.setInstrument({ method: 'netbanking', instrument: { bank: 'HDFC' }, as: 'not_enabled' });
    bench.simulator.setInstrument({
      method: 'netbanking',
      instrument: { bank: 'SBIN' },
      as: 'not_available',
    });
    bench.simulator.setInstrument({ method: 'upi', instrument: { flow: 'collect' }, as: 'not_enabled' });
    bench.simulator.setInstrument({ method: 'card', instrument: { network: 'VISA' }, as: 'not_enabled' });
    const told = await methods();
    expect(told).toMatchObject({
      card: true,
      card_networks: { VISA: 0, MC: 1 },
      upi: false,
      upi_intent: true,
    });
    expect(told.netbanking).not.toHaveProperty('HDFC');
    expect(told.netbanking).toHaveProperty('SBIN');
    for (const method of ['netbanking', 'card'] as const)
      bench.simulator.setInstrument({ method, instrument: {}, as: 'not_enabled' });
    expect(await methods()).toMatchObject({ card: false, card_networks: { MC: 0 }, netbanking: [] });
  });

  it('leaves every other instrument alone', async () => {
    bench.simulator.setInstrument({ method: 'netbanking', instrument: { bank: 'SBIN' }, as: 'not_enabled' });
    bench.simulator.setInstrument({ method: 'card', instrument: { network: 'MC' }, as: 'not_enabled' });
    bench.simulator.setInstrument({ method: 'upi', instrument: { flow: 'collect' }, as: 'not_enabled' });
    for (const payment of [netbanking(), card(), upi({ flow: 'intent' })]) begun(await submit(payment));
  });
});
