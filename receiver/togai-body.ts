/** What a webhook of Togai may be about; it names an object and says nothing that is believed. */
export interface TogaiSubject {
  readonly invoiceId: string | undefined;
  readonly accountId: string | undefined;
}

const maxDepth = 6;
const maxNodes = 2_000;

/**
 * Finds the first `invoiceId` (or `invoice_id`, or `invoice: { id }`) and the same for an account, anywhere in the body: Togai
 * publishes neither envelope nor event names, and operators shape the body in its no-code centre.
 */
export function findTogaiSubject(body: unknown): TogaiSubject {
  const found: { invoiceId: string | undefined; accountId: string | undefined } = {
    invoiceId: undefined,
    accountId: undefined,
  };
  let nodes = 0;
  const visit = (value: unknown, parentKey: string, depth: number): void => {
    nodes += 1;
    if (typeof value !== 'object' || value === null || depth > maxDepth || nodes > maxNodes) return;
    for (const [key, inner] of Object.entries(value)) {
      const name = (key === 'id' ? `${parentKey}Id` : key).replace(/_id$/i, 'Id');
      if (typeof inner === 'string' && name === 'invoiceId') found.invoiceId ??= inner;
      else if (typeof inner === 'string' && name === 'accountId') found.accountId ??= inner;
      else visit(inner, key, depth + 1);
    }
  };
  visit(body, '', 0);
  return found;
}
