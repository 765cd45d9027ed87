import { Agent, request } from 'undici';
import type { TogaiHint } from './store.js';

/** Where Togai's outgoing webhook goes, and the secret that stands in its `x-togai-secret` header. */
export interface OutgoingOptions {
  readonly url?: string;
  readonly secret?: string;
}

/** Sends Togai's webhook. */
export interface Outgoing {
  send(hint: TogaiHint): void;
  close(): Promise<void>;
}

/**
 * ASSUMPTION. Togai publishes neither names nor envelope, headers, signature or retries of its webhooks: an operator builds
 * a flow that posts JSON somewhere. So this posts `{"event", "accountId"|"invoiceId"}` once, with a shared secret in
 * a header, unsigned, and never again when it fails.
 */
export function createOutgoing(options: OutgoingOptions): Outgoing {
  const { url } = options;
  if (url === undefined) return { send: () => undefined, close: () => Promise.resolve() };
  const agent = new Agent({ connections: 32 });
  const headers = {
    'content-type': 'application/json',
    ...(options.secret === undefined ? {} : { 'x-togai-secret': options.secret }),
  };

  async function post(target: string, hint: TogaiHint): Promise<void> {
    try {
      const signal = AbortSignal.timeout(5000);
      const answer = await request(target, {
        method: 'POST',
        dispatcher: agent,
        signal,
        headers,
        body: JSON.stringify(hint),
      });
      await answer.body.dump();
    } catch {
      // Nothing is published about retries, so a lost hint stays lost: the receiving side has to poll anyway.
    }
  }

  return { send: (hint) => void post(url, hint), close: () => agent.destroy() };
}
