import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';

/**
 * Receipt of an order or payment request: a hash, because two connections may share a Razorpay account and Razorpay
 * allows 40 characters. The same everywhere, for good: a restarted run finds its orders by it.
 */
export function receiptFor(connection: string, invoiceId: string, round: number): string {
  const digest = sha256(utf8ToBytes(JSON.stringify([connection, invoiceId, round])));
  return `po_${bytesToHex(digest).slice(0, 32)}`;
}

/** Nobody else makes receipts of this form. */
const RECEIPT = /^po_[0-9a-f]{32}$/;

/** The form of {@link receiptFor}: an order that has it was made by a connection of ours, if perhaps not by this one. */
export function isOwnReceipt(receipt: string): boolean {
  return RECEIPT.test(receipt);
}
