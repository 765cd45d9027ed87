/** The order a stand-in collection pretends to have: one for each invoice, in Razorpay's form. */
export function standInOrderId(invoiceId: string): string {
  return `order_${invoiceId
    .replace(/[^A-Za-z0-9]/g, '')
    .padEnd(14, '0')
    .slice(0, 14)}`;
}
