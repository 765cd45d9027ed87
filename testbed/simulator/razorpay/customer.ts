import { z } from 'zod';

/** What a person does on a simulated page. */
export type CustomerOutcome = 'success' | 'failure' | 'cancel';

/** What the customer's browser was told to post to the merchant. */
export interface BrowserReturn {
  /** Null where the payment has no `callback_url`. */
  readonly callbackUrl: string | null;
  readonly fields: Readonly<Record<string, string>>;
  /** The merchant's answer; null when nothing was posted. Redirects are not followed. */
  readonly callbackStatus: number | null;
}

/** How a hosted invoice is paid. `vpa` makes a UPI collect request, without it the UPI app is used. */
export interface HostedPayment {
  readonly method: 'netbanking' | 'card' | 'upi';
  readonly outcome: CustomerOutcome;
  /** Subunits; only for invoices that take partial payments. */
  readonly amount?: number;
  readonly vpa?: string;
  readonly cardNumber?: string;
}

/**
 * A simulated customer's browser and phone, purely over HTTP: it reads the pages and sends their forms as a person
 * would. Throws an Error with the page's status when a page refuses.
 */
export class SimulatedCustomer {
  /** @param baseUrl the simulator's root, e.g. `http://127.0.0.1:4010` */
  constructor(private readonly baseUrl: string) {}

  /** Opens a `redirect` action's page, answers it, and posts the result to `callback_url` unless told not to. */
  async followRedirect(
    url: string,
    outcome: CustomerOutcome | { readonly otp: string },
    options: { readonly post?: boolean } = {},
  ): Promise<BrowserReturn> {
    await page(url);
    const result = await page(url, typeof outcome === 'string' ? { outcome } : outcome);
    const form = formOf(result, 'callback');
    if (form === null) return { callbackUrl: null, fields: {}, callbackStatus: null };
    const callbackStatus =
      options.post === false ? null : (await send(form.action, form.fields, 'manual')).status;
    return { callbackUrl: form.action, fields: form.fields, callbackStatus };
  }

  /** Approves or declines in the UPI app: an `intent` URL, or the payment's id. */
  async approveIntent(intent: string, outcome: CustomerOutcome): Promise<void> {
    const reference = intent.startsWith('upi:')
      ? z.string().parse(new URLSearchParams(intent.slice(intent.indexOf('?') + 1)).get('tr'))
      : intent;
    await this.answerUpi(reference, outcome);
  }

  /** Answers a UPI collect request that waits for a person. */
  async answerCollect(paymentId: string, outcome: CustomerOutcome): Promise<void> {
    await this.answerUpi(paymentId, outcome);
  }

  /** Opens the hosted invoice, pays, and answers the bank's or UPI app's page. Returns the payment's id. */
  async payHostedInvoice(shortUrl: string, payment: HostedPayment): Promise<string> {
    const form = formOf(await page(shortUrl), payment.method);
    if (form === null) throw new Error(`The invoice at ${shortUrl} cannot be paid by ${payment.method}`);
    const answer = await send(
      new URL(form.action, shortUrl).href,
      {
        ...form.fields,
        ...(payment.amount === undefined ? {} : { amount: String(payment.amount) }),
        ...(payment.vpa === undefined ? {} : { vpa: payment.vpa }),
        ...(payment.cardNumber === undefined ? {} : { number: payment.cardNumber }),
      },
      'manual',
    );
    const next = answer.headers.get('location');
    if (answer.status !== 303 || next === null) {
      throw new Error(`Paying the invoice was refused with ${answer.status}: ${await answer.text()}`);
    }
    const paymentId = /pay_[A-Za-z0-9]{14}/.exec(next)?.[0];
    if (paymentId === undefined) throw new Error(`No payment in ${next}`);
    // A handle that answers by itself needs no person.
    if (payment.vpa !== 'success@razorpay' && payment.vpa !== 'failure@razorpay') {
      await page(next, { outcome: payment.outcome });
    }
    return paymentId;
  }

  private async answerUpi(reference: string, outcome: CustomerOutcome): Promise<void> {
    const url = `${this.baseUrl}/upi/${reference}`;
    await page(url);
    await page(url, { outcome });
  }
}

async function send(url: string, fields: Readonly<Record<string, string>>, redirect: 'manual' | 'follow') {
  return await fetch(url, { method: 'POST', body: new URLSearchParams(fields), redirect });
}

async function page(url: string, fields?: Readonly<Record<string, string>>): Promise<string> {
  const answer = fields === undefined ? await fetch(url) : await send(url, fields, 'follow');
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${url} answered ${answer.status}: ${text}`);
  return text;
}

interface Form {
  readonly action: string;
  readonly fields: Readonly<Record<string, string>>;
}

/** Finds a form by its id in the simulator's own markup. */
function formOf(html: string, id: string): Form | null {
  const match = new RegExp(`<form id="${id}"[^>]*action="([^"]*)"[^>]*>([\\s\\S]*?)</form>`).exec(html);
  if (match === null) return null;
  const fields: Record<string, string> = {};
  for (const [, name, value] of (match[2] ?? '').matchAll(/<input[^>]*?name="([^"]*)" value="([^"]*)"/g)) {
    fields[unescapeHtml(name ?? '')] = unescapeHtml(value ?? '');
  }
  return { action: unescapeHtml(match[1] ?? ''), fields };
}

function unescapeHtml(value: string): string {
  return value
    .replaceAll('&#39;', "'")
    .replaceAll('&quot;', '"')
    .replaceAll('&gt;', '>')
    .replaceAll('&lt;', '<')
    .replaceAll('&amp;', '&');
}
