import { errors, Pool, type Dispatcher } from 'undici';
import { ProviderFailure } from './failure.js';

/** Activities must end within 15 s (start-to-close), and a killed try waits that long: answers get 10 s of it. */
const DEFAULT_TIMEOUT_MS = 10_000;
/** A connection that takes longer is counted as not reached while there is time left to say so. */
const DEFAULT_CONNECT_TIMEOUT_MS = 3_000;
/** A page of 100 payments is well under 1 MB; of an order, whose payments come in one answer, some three thousand fit. */
const MAX_ANSWER_BYTES = 4 * 1024 * 1024;

export interface HttpOptions {
  readonly provider: 'razorpay' | 'togai';
  /** Scheme, host and an optional path prefix, e.g. `https://api.razorpay.com/v1`. */
  readonly baseUrl: string;
  readonly authorization: string;
  /** Milliseconds for the whole call; tests shorten it. */
  readonly timeoutMs?: number;
  readonly connectTimeoutMs?: number;
  /** Told after every call, for metrics. */
  readonly onCall?: (call: ObservedCall) => void;
}

export interface ObservedCall {
  readonly provider: 'razorpay' | 'togai';
  /** e.g. `GET /orders/:id/payments`: no ids, so that it can be a metric label. */
  readonly operation: string;
  /** HTTP status, or why there was none. */
  readonly outcome: number | 'not_reached' | 'no_answer' | 'aborted';
}

export interface HttpRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Path with its ids in place and percent-encoded, and the query. */
  readonly path: string;
  /** The path with `:id` for ids. */
  readonly route: string;
  readonly body?: { readonly contentType: string; readonly text: string };
  readonly headers?: Readonly<Record<string, string>>;
  /** Reads only: aborting a write would manufacture an unknown outcome. */
  readonly signal?: AbortSignal;
}

export interface HttpAnswer {
  readonly status: number;
  readonly contentType: string;
  readonly text: string;
}

/** One pool of kept-alive connections to a provider. Never retries: that belongs to Temporal. */
export interface HttpClient {
  /**
   * @throws ProviderFailure PROVIDER_NOT_REACHED when no byte was written, PROVIDER_UNAVAILABLE when no whole answer came
   * @throws the signal's reason when the caller's signal ended the call
   */
  send(request: HttpRequest): Promise<HttpAnswer>;
  close(): Promise<void>;
}

export function createHttpClient(options: HttpOptions): HttpClient {
  const base = new URL(options.baseUrl);
  const prefix = base.pathname.replace(/\/+$/, '');
  const pool = new Pool(base.origin, {
    connect: { timeout: options.connectTimeoutMs ?? DEFAULT_CONNECT_TIMEOUT_MS },
    maxResponseSize: MAX_ANSWER_BYTES,
  });
  const timeoutMs = options.timeoutMs ?? DEFAULT_TIMEOUT_MS;

  async function send(request: HttpRequest): Promise<HttpAnswer> {
    const operation = `${request.method} ${request.route}`;
    const observe = (outcome: ObservedCall['outcome']) =>
      options.onCall?.({ provider: options.provider, operation, outcome });
    // A signal of AbortSignal.timeout would fire for every call that was answered long ago.
    const ending = new AbortController();
    const abort = (): void => ending.abort();
    const timer = setTimeout(() => ending.abort(new errors.BodyTimeoutError()), timeoutMs);
    const handedOver = { value: false };
    try {
      request.signal?.throwIfAborted();
      request.signal?.addEventListener('abort', abort);
      const answer = await pool.compose(noteHandOver(handedOver)).request({
        method: request.method,
        path: prefix + request.path,
        headers: {
          accept: 'application/json',
          authorization: options.authorization,
          ...(request.body === undefined ? {} : { 'content-type': request.body.contentType }),
          ...request.headers,
        },
        body: request.body?.text ?? null,
        signal: ending.signal,
      });
      const text = await answer.body.text();
      observe(answer.statusCode);
      return { status: answer.statusCode, contentType: headerText(answer.headers['content-type']), text };
    } catch (error) {
      if (request.signal?.aborted === true) {
        observe('aborted');
        throw request.signal.reason;
      }
      const why = `${options.provider} ${operation}: ${errorCode(error)}`;
      if (!handedOver.value) {
        observe('not_reached');
        throw new ProviderFailure('PROVIDER_NOT_REACHED', false, why, { cause: error });
      }
      observe('no_answer');
      throw new ProviderFailure('PROVIDER_UNAVAILABLE', request.method !== 'GET', why, { cause: error });
    } finally {
      clearTimeout(timer);
      request.signal?.removeEventListener('abort', abort);
    }
  }

  return { send, close: () => pool.close() };
}

/**
 * Learns whether a request was handed to a connected socket: undici says so right before it writes the first byte. Before
 * that nothing can have been executed; after it anything can, also when a reused socket turns out to be closed.
 */
function noteHandOver(handedOver: { value: boolean }): Dispatcher.DispatcherComposeInterceptor {
  return (dispatch) => (options, handler) =>
    dispatch(options, {
      onRequestStart(controller, context: unknown) {
        handedOver.value = true;
        handler.onRequestStart?.(controller, context);
      },
      onResponseStart: (...args) => handler.onResponseStart?.(...args),
      onResponseData: (...args) => handler.onResponseData?.(...args),
      onResponseEnd: (...args) => handler.onResponseEnd?.(...args),
      onResponseError: (...args) => handler.onResponseError?.(...args),
    });
}

function headerText(value: string | string[] | undefined): string {
  return (Array.isArray(value) ? value[0] : value)?.toLowerCase() ?? '';
}

function errorCode(error: unknown): string {
  if (error instanceof errors.UndiciError) return error.code;
  if (error instanceof Error)
    return 'code' in error && typeof error.code === 'string' ? error.code : error.name;
  return 'unknown error';
}
