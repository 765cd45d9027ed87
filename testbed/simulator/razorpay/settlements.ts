import type { FastifyInstance } from 'fastify';
import { collection, page } from './collection.js';
import { badRequest } from './errors.js';
import type { PaymentRecord, RefundRecord, SettlementEntity } from './entities.js';
import { netOf } from './settlement-run.js';
import { find, param, queryOf } from './request.js';
import type { Account } from './state.js';

/** Days and months of settlements are Indian ones. */
const INDIA_OFFSET_SECONDS = 19_800;

/** `/v1/settlements` and the combined reconciliation report. */
export function settlementRoutes(app: FastifyInstance, account: Account): void {
  const { settlements } = account.state;

  app.get('/settlements', (request) => {
    const shown = page(queryOf(request), [...settlements.values()], (settlement) => settlement.created_at);
    return collection(structuredClone(shown));
  });

  app.get('/settlements/recon/combined', (request) => {
    const query = queryOf(request);
    const period = periodOf(query);
    const lines = [...settlements.values()]
      .filter((settlement) => indianDate(settlement.created_at).startsWith(period))
      .flatMap((settlement) => linesOf(account, settlement));
    return collection(
      page({ count: query.count ?? '10', skip: query.skip ?? '0' }, lines, (line) => line.settled_at, 1000),
    );
  });

  app.get('/settlements/:id', (request) => structuredClone(find(settlements, 'setl_', param(request, 'id'))));
}

/** `YYYY-MM` or `YYYY-MM-DD`. */
function periodOf(query: Readonly<Record<string, string>>): string {
  const { year = '', month = '', day } = query;
  if (!/^\d{4}$/.test(year)) throw badRequest('The year must be 4 digits.', { field: 'year' });
  if (!/^(0?[1-9]|1[0-2])$/.test(month)) {
    throw badRequest('The month is not a valid month.', { field: 'month' });
  }
  const yearAndMonth = `${year}-${month.padStart(2, '0')}`;
  if (day === undefined) return yearAndMonth;
  if (!/^\d{1,2}$/.test(day)) {
    throw badRequest('The day must be between 1 and 2 digits.', { field: 'day' });
  }
  return `${yearAndMonth}-${day.padStart(2, '0')}`;
}

function indianDate(seconds: number): string {
  return new Date((seconds + INDIA_OFFSET_SECONDS) * 1000).toISOString().slice(0, 10);
}

interface ReconLine {
  readonly [field: string]: unknown;
  readonly settled_at: number;
}

function linesOf(account: Account, settlement: SettlementEntity): readonly ReconLine[] {
  const { payments, refunds } = account.state;
  return [
    ...[...payments.values()].filter(({ settlementId }) => settlementId === settlement.id).map(paymentLine),
    ...[...refunds.values()].filter(({ settlementId }) => settlementId === settlement.id).map(refundLine),
  ].map((line) => ({
    ...line,
    on_hold: false,
    settled: true,
    settled_at: settlement.created_at,
    settlement_id: settlement.id,
    settlement_utr: settlement.utr,
    posted_at: null,
    credit_type: 'default',
    dispute_id: null,
  }));
}

function paymentLine(payment: PaymentRecord): object {
  const { entity, settledCharge } = payment;
  return {
    entity_id: entity.id,
    type: 'payment',
    debit: 0,
    credit: netOf(payment),
    amount: entity.amount,
    ...(settledCharge ?? { fee: entity.fee, tax: entity.tax }),
    created_at: entity.created_at,
    description: entity.description,
    notes: entity.notes,
    payment_id: null,
    ...about(payment),
  };
}

function refundLine({ entity, payment }: RefundRecord): object {
  return {
    entity_id: entity.id,
    type: 'refund',
    debit: entity.amount,
    credit: 0,
    amount: entity.amount,
    fee: 0,
    tax: 0,
    created_at: entity.created_at,
    description: null,
    notes: entity.notes,
    payment_id: entity.payment_id,
    ...about(payment),
  };
}

function about({ entity, order, card }: PaymentRecord): object {
  return {
    currency: entity.currency,
    order_id: entity.order_id,
    order_receipt: order?.entity.receipt ?? null,
    method: entity.method,
    card_network: card?.network ?? null,
    card_issuer: card?.issuer ?? null,
    card_type: card?.type ?? null,
  };
}
