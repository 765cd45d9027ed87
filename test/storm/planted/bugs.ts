/** A text that stands once in a file of the product, and what a bug makes of it. */
export interface Edit {
  readonly file: string;
  readonly find: string;
  readonly replace: string;
}

/** A known bug, and the checks of the storm of which one must find it: without the bug, none of them finds anything. */
export interface PlantedBug {
  readonly name: string;
  readonly edits: readonly Edit[];
  readonly caughtBy: readonly string[];
  /** Flags that make the storm meet it soon. */
  readonly flags: readonly string[];
}

/** @throws Error when the text is not there, or not only once: the bug would be none */
export function applyEdit(source: string, { file, find, replace }: Edit): string {
  const parts = source.split(find);
  if (parts.length !== 2) throw new Error(`${file} has not exactly one ${JSON.stringify(find)}`);
  return parts.join(replace);
}

const refund = 'activities/refund-payment.ts';

/** Shows in every invoice that ends with money, whatever hits it, and changes nothing that a collection does. */
export const rupeesShown: PlantedBug = {
  name: 'rupees shown where subunits are meant',
  edits: [
    {
      file: 'workflows/collection/visibility.ts',
      find: '{ key: keys.amountPaid, value: kept(data.facts) }',
      replace: '{ key: keys.amountPaid, value: Math.floor(kept(data.facts) / 100) }',
    },
  ],
  caughtBy: ['amount_paid'],
  flags: [],
};

export const plantedBugs: readonly PlantedBug[] = [
  {
    name: 'no adoption after a lost answer',
    edits: [
      {
        file: 'workflows/collection/look.ts',
        find: 'const discover = collection.discover ||',
        replace: 'const discover = (collection.discover && collection.lostRounds().length === 0) ||',
      },
    ],
    caughtBy: ['paid_iff_kept', 'lapsed', 'forgotten', 'kept'],
    flags: ['--faults', '200', '--invoices', '40'],
  },
  {
    name: 'refund without key',
    edits: [
      {
        file: refund,
        find: 'paymentId, cause, number)',
        replace: 'paymentId, cause, number) + Math.random()',
      },
      {
        file: refund,
        find: 'earlier: ofKey(listed, key) }',
        replace: 'earlier: undefined }',
      },
      { file: refund, find: 'if (isOther || ', replace: 'if (' },
    ],
    caughtBy: ['one_refund', 'refunds'],
    flags: ['--faults', '200', '--invoices', '100'],
  },
  {
    name: "trust in the webhook's status",
    edits: [
      {
        file: 'receiver/razorpay-webhook.ts',
        find: '!verifyWebhook(body, signature, connection.webhookSecrets)',
        replace: '(verifyWebhook(body, signature, connection.webhookSecrets), false)',
      },
      {
        file: 'workflows/collection/follow.ts',
        find: "  if (!(await look(collection, collection.data.flooded ? 'regular' : 'local'))) return undefined;",
        replace: `  const told = hints.find(({ event }) => event === 'payment.captured');
  if (told && collection.data.facts.orders.length > 0)
    collection.data.facts = {
      ...collection.data.facts,
      orders: collection.data.facts.orders.map((order) => ({
        ...order,
        payments: order.payments.map((payment) =>
          payment.paymentId === told.paymentId ? { ...payment, status: 'captured' as const } : payment,
        ),
      })),
    };
  else if (!(await look(collection, 'local'))) return undefined;`,
      },
    ],
    caughtBy: ['paid_without_money'],
    flags: ['--faults', '300'],
  },
  {
    name: 'late authorization ignored',
    edits: [
      {
        file: 'domain/decide-capture.ts',
        find: "      candidate.status === 'authorized' &&",
        replace:
          "      candidate.status === 'authorized' && now < candidate.createdAt * SECOND + 20 * MINUTE &&",
      },
    ],
    caughtBy: ['lapsed', 'forgotten', 'ends', 'paid_iff_kept'],
    flags: [],
  },
  {
    name: 'write-back without read',
    edits: [
      {
        file: 'activities/mark-invoice-paid.ts',
        find: '      if (!isAsExpected(before, expected)) {',
        replace: '      if (before.invoiceId === undefined) {',
      },
    ],
    caughtBy: ['overwritten'],
    flags: ['--voids', '90'],
  },
  {
    name: 'a surplus computed per order instead of per invoice',
    edits: [
      {
        file: 'domain/decide-money.ts',
        find: '  const surplus = sum - situation.target.amount;',
        replace: `  const perOrder = situation.facts.orders.map((order) => kept({ ...situation.facts, orders: [order] }));
  const surplus = Math.max(...perOrder) - situation.target.amount;`,
      },
    ],
    caughtBy: ['kept'],
    flags: [],
  },
  {
    name: 'a lost answer sent again after an empty look',
    edits: [
      {
        file: 'workflows/collection/submit.ts',
        find: "      if (!isErrorCode(code) || code === 'OUTCOME_UNKNOWN') return { kind: 'lost' };",
        replace: `      if ((!isErrorCode(code) || code === 'OUTCOME_UNKNOWN') && tries < 3) {
        await sleep('1 second');
        continue;
      }
      if (!isErrorCode(code) || code === 'OUTCOME_UNKNOWN') return { kind: 'lost' };`,
      },
    ],
    caughtBy: ['one_payment'],
    flags: ['--faults', '300'],
  },
  rupeesShown,
];
