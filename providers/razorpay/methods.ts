import { z } from 'zod';
import type { EnabledInstruments } from '../../contracts/instruments.js';

/** Razorpay says yes in two ways, `true` and `1`. What it does not say, or says otherwise, is not known. */
const flag = z.union([z.boolean(), z.number()]).transform(Boolean).optional().catch(undefined);

/** Names by code; an empty list where there are none. */
const byCode = z
  .union([z.record(z.string(), z.unknown()), z.array(z.unknown()).max(0)])
  .transform((codes) => Object.entries(codes).flatMap(([code, name]) => (isOff(name) ? [] : [code])))
  .optional()
  .catch(undefined);

function isOff(value: unknown): boolean {
  return value === false || value === 0;
}

const told = z.object({
  // Anything else that answers 200 would mean that all of it works.
  entity: z.literal('methods'),
  card: flag,
  card_networks: byCode,
  netbanking: byCode,
  upi: flag,
  upi_intent: flag,
});

/** `GET /methods`; some of Razorpay's samples wrap it. */
export const methods = z
  .union([told, z.object({ methods: told }).transform((wrapped) => wrapped.methods)])
  .transform(({ card, card_networks, netbanking, upi, upi_intent }): EnabledInstruments => ({
    card: card === false ? [] : card_networks,
    netbanking,
    upi: upiFlows(upi, upi_intent),
  }));

/** Test accounts say `upi: false, upi_intent: true`; an account without the second is taken to mean both by the first. */
function upiFlows(collect: boolean | undefined, intent = collect): readonly string[] | undefined {
  if (collect === undefined && intent === undefined) return undefined;
  return [...(intent === false ? [] : ['intent']), ...(collect === false ? [] : ['collect'])];
}
