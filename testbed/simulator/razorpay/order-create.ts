import { captureSettings } from './capture-settings.js';
import { badRequest, unknownId } from './errors.js';
import type { CaptureSettings, Notes, OrderRecord, TransferEntity } from './entities.js';
import { currencyOf, flag, integer, notesOf, onlyKnown, requiredText, text } from './fields.js';
import { blockOf, listOf, type Body } from './request.js';
import { note, type Account } from './state.js';

const KNOWN = [
  'amount', 'currency', 'receipt', 'notes', 'partial_payment', 'first_payment_min_amount', 'payment_capture', 'payment',
  'customer_id', 'offer_id', 'method', 'bank_account', 'transfers', 'products', 'unique_receipt', 'account_number',
]; // prettier-ignore

/** An order as asked for, checked. */
export interface OrderWish {
  readonly amount: number;
  readonly currency: string;
  readonly receipt: string | null;
  readonly notes: Notes;
  readonly partial: boolean;
  readonly firstMinimum: number | null;
  readonly customerId: string | null;
  readonly offerId: string | null;
  readonly method: string | null;
  readonly products: unknown;
  readonly bankAccount: unknown;
  readonly transfers: readonly Body[];
  readonly capture: CaptureSettings;
  readonly invoiceId: string | null;
}

/** Reads and checks the order part of `POST /v1/orders`, in the ordinary or the one-call variant. */
export function orderWish(account: Account, body: Body, variant: 'ordinary' | 'one-call'): OrderWish {
  onlyKnown(body, variant === 'one-call' ? [...KNOWN, 'id', 'payment_config', 'user_agent'] : KNOWN);
  const amount = integer(body, 'amount');
  if (amount === null) throw badRequest('The amount field is required.', { field: 'amount' });
  if (amount < 100) throw tooSmall(variant);
  const currency = currencyOf(body, amount);
  const receipt = text(body, 'receipt', 40);
  const notes = notesOf(body) ?? [];
  const partial = flag(body, 'partial_payment') ?? false;
  const firstMinimum = integer(body, 'first_payment_min_amount');
  if (firstMinimum !== null && !partial) {
    throw badRequest('first_payment_min_amount is not required and should not be sent', {
      field: 'first_payment_min_amount',
      reason: 'extra_field_sent',
    });
  }
  if (firstMinimum !== null && (firstMinimum < 100 || firstMinimum > amount)) {
    throw badRequest('The first_payment_min_amount must be between 100 and the amount of the order.', {
      field: 'first_payment_min_amount',
    });
  }
  const customerId = text(body, 'customer_id');
  if (customerId !== null && !account.state.customers.has(customerId)) throw unknownId();
  const transfers = listOf(body, 'transfers');
  checkTransfers(transfers, amount, currency);
  blockOf(body, 'bank_account');
  return {
    amount,
    currency,
    receipt,
    notes,
    partial,
    firstMinimum,
    customerId,
    offerId: text(body, 'offer_id'),
    method: text(body, 'method'),
    products: body.products ?? null,
    bankAccount: body.bank_account ?? null,
    transfers,
    capture: captureSettings(body, variant === 'one-call' ? 'payment_config' : 'payment'),
    invoiceId: null,
  };
}

/** The two variants word the same refusal differently. */
function tooSmall(variant: 'ordinary' | 'one-call'): Error {
  if (variant === 'one-call') return badRequest('The amount must be atleast INR 1.00', { field: 'amount' });
  return badRequest('Order amount less than minimum amount allowed', {
    field: 'amount',
    step: 'order_creation',
    reason: 'amount_less_than_minimum_amount',
  });
}

function checkTransfers(transfers: readonly Body[], amount: number, currency: string): void {
  let total = 0;
  for (const transfer of transfers) {
    requiredText(transfer, 'account');
    const part = integer(transfer, 'amount');
    if (part === null || part < 100) {
      throw badRequest('The transfer amount must be at least INR 1.00', { field: 'transfers.amount' });
    }
    if (requiredText(transfer, 'currency') !== currency) {
      throw badRequest('The currency of a transfer must be the currency of the order.', {
        field: 'transfers.currency',
      });
    }
    notesOf(transfer);
    linkedNotes(transfer);
    flag(transfer, 'on_hold');
    integer(transfer, 'on_hold_until');
    total += part;
  }
  if (total > amount) {
    throw badRequest('The sum of amount requested for transfer is greater than the captured amount', {
      field: 'transfers',
    });
  }
}

function linkedNotes(transfer: Body): readonly string[] {
  const names: unknown[] = Array.isArray(transfer.linked_account_notes) ? transfer.linked_account_notes : [];
  const keys = Object.keys(notesOf(transfer) ?? {});
  return names.map((name) => {
    if (typeof name !== 'string' || !keys.includes(name)) {
      throw badRequest('The linked_account_notes must be keys of the notes.', {
        field: 'linked_account_notes',
      });
    }
    return name;
  });
}

/** Makes the order. No webhook tells of it. */
export function makeOrder(account: Account, wish: OrderWish): OrderRecord {
  const id = account.newId('order_');
  const createdAt = account.clock.seconds();
  const record: OrderRecord = {
    entity: {
      id,
      entity: 'order',
      amount: wish.amount,
      amount_paid: 0,
      amount_due: wish.amount,
      currency: wish.currency,
      receipt: wish.receipt,
      offer_id: wish.offerId,
      status: 'created',
      attempts: 0,
      notes: wish.notes,
      created_at: createdAt,
      ...(wish.partial ? { partial_payment: true, first_payment_min_amount: wish.firstMinimum } : {}),
    },
    capture: wish.capture,
    transfers: wish.transfers.map((transfer) => transferOf(account, id, transfer, createdAt)),
    method: wish.method,
    asked: { customerId: wish.customerId, products: wish.products, bankAccount: wish.bankAccount },
    invoiceId: wish.invoiceId,
    payments: [],
  };
  account.state.orders.set(id, record);
  if (wish.receipt !== null) {
    const same = account.state.ordersByReceipt.get(wish.receipt) ?? [];
    account.state.ordersByReceipt.set(wish.receipt, [...same, record]);
  }
  note(account, { object: 'order', id, from: null, to: 'created', amount: wish.amount });
  return record;
}

function transferOf(account: Account, source: string, transfer: Body, createdAt: number): TransferEntity {
  return {
    id: account.newId('trf_'),
    entity: 'transfer',
    status: 'created',
    source,
    recipient: requiredText(transfer, 'account'),
    amount: integer(transfer, 'amount') ?? 0,
    currency: requiredText(transfer, 'currency'),
    amount_reversed: 0,
    notes: notesOf(transfer) ?? [],
    linked_account_notes: linkedNotes(transfer),
    on_hold: flag(transfer, 'on_hold') ?? false,
    on_hold_until: integer(transfer, 'on_hold_until'),
    created_at: createdAt,
    processed_at: null,
  };
}
