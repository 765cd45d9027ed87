import { createDraw, type RandomFaults } from './random-faults.js';
import { fits, type Which } from './which.js';

/** What may happen to a call of an API. `docs/simulator.md` says what the caller sees of each. */
export const httpFaultKinds = [
  'latency',
  'dropped_request',
  'dropped_answer',
  'late_commit',
  'too_many_requests',
  'server_error_html',
  'wrong_content_type',
  'truncated_json',
] as const;

export type HttpFaultKind = (typeof httpFaultKinds)[number];

/** The two simulated services. */
export type Provider = 'razorpay' | 'togai';

/** Harm for the next calls that fit. */
export interface FaultRule extends Which {
  readonly kind: HttpFaultKind;
  /** How many calls it harms. */
  readonly times: number;
  /**
   * Business milliseconds. For `latency` (default 2000, and then never more than 8 real seconds; a number given here is
   * waited out however slow the clock is) and for `late_commit` (default 30000).
   */
  readonly delayMs?: number;
  /** `server_error_html` only: the request is executed all the same, as behind a gateway that lost patience. Default false. */
  readonly executed?: boolean;
}

/** One call as a fault sees it. */
export interface FaultyCall {
  readonly provider: Provider;
  readonly method: string;
  /** Below `/v1` or `/togai`, without the query. */
  readonly path: string;
  /** What makes the call the same call in another run of the same seed. */
  readonly identity: string;
}

/** The harm that a call was chosen for. */
export interface Fault {
  readonly kind: HttpFaultKind;
  readonly delayMs?: number;
  readonly executed: boolean;
}

/** Harm that was done. `at` is Unix milliseconds of business time. */
export interface InjectedFault {
  readonly at: number;
  readonly provider: Provider;
  readonly method: string;
  readonly path: string;
  readonly kind: HttpFaultKind;
}

/** Chooses which calls of the APIs fail, and how. Rules come before chance, the oldest rule first. */
export interface FaultInjector {
  /**
   * @returns ends it, if it has not harmed its `times` by then
   * @throws RangeError when `times` or `delayMs` is no number to count or wait by
   */
  add(rule: FaultRule): () => void;
  /** Forgets all rules and the random plan, not the counts. Requests on their way by `late_commit` still arrive. */
  clear(): void;
  /** Harms calls by chance, the same ones for the same seed; undefined: no more. */
  random(plan: RandomFaults | undefined): void;
  counts(): Readonly<Record<HttpFaultKind, number>>;
  /** The latest injected faults, oldest first. */
  injected(): readonly InjectedFault[];
}

/** The injector with what only the server needs. */
export interface ManagedFaults extends FaultInjector {
  /** Whether any call could be harmed at all. */
  armed(): boolean;
  /** The harm for this call, counted; undefined: none. */
  take(call: FaultyCall): Fault | undefined;
}

/** How many injected faults are kept for looking at. */
const keep = 10_000;

/** An injector that harms nothing yet. @param now Unix milliseconds of business time */
export function createFaultInjector(now: () => number): ManagedFaults {
  const counts = new Map<HttpFaultKind, number>(httpFaultKinds.map((kind) => [kind, 0]));
  let rules: { readonly rule: FaultRule; left: number }[] = [];
  let draw: ((call: FaultyCall) => Fault | undefined) | undefined;
  let injected: InjectedFault[] = [];

  function byRule(call: FaultyCall): Fault | undefined {
    const found = rules.find(({ rule }) => fits(rule, call));
    if (found === undefined) return undefined;
    found.left -= 1;
    if (found.left === 0) rules = rules.filter((other) => other !== found);
    const { kind, delayMs, executed = false } = found.rule;
    return { kind, executed, ...(delayMs === undefined ? {} : { delayMs }) };
  }

  return {
    add(rule) {
      if (!Number.isSafeInteger(rule.times) || rule.times < 1)
        throw new RangeError('times must be at least 1');
      if (rule.delayMs !== undefined && !(rule.delayMs >= 0))
        throw new RangeError('delayMs must not be negative');
      const added = { rule, left: rule.times };
      rules.push(added);
      return () => {
        rules = rules.filter((other) => other !== added);
      };
    },
    clear() {
      rules = [];
      draw = undefined;
    },
    random(plan) {
      draw = plan === undefined ? undefined : createDraw(plan);
    },
    counts() {
      const of = (kind: HttpFaultKind): number => counts.get(kind) ?? 0;
      return {
        latency: of('latency'),
        dropped_request: of('dropped_request'),
        dropped_answer: of('dropped_answer'),
        late_commit: of('late_commit'),
        too_many_requests: of('too_many_requests'),
        server_error_html: of('server_error_html'),
        wrong_content_type: of('wrong_content_type'),
        truncated_json: of('truncated_json'),
      };
    },
    injected: () => injected.slice(-keep),
    armed: () => rules.length > 0 || draw !== undefined,
    take(call) {
      const fault = byRule(call) ?? draw?.(call);
      if (fault === undefined) return undefined;
      counts.set(fault.kind, (counts.get(fault.kind) ?? 0) + 1);
      const { provider, method, path } = call;
      injected.push({ at: now(), provider, method, path, kind: fault.kind });
      if (injected.length > 2 * keep) injected = injected.slice(-keep);
      return fault;
    },
  };
}
