import { createChance, type ChancePlan } from './chance.js';
import type { Fault, FaultyCall, HttpFaultKind } from './fault-injector.js';
import { fits, type Which } from './which.js';

/** Faults by chance. */
export interface RandomFaults extends ChancePlan<HttpFaultKind> {
  /** Business milliseconds of every `latency` that is drawn; as in a rule. */
  readonly latencyMs?: number;
  /** Business milliseconds of every `late_commit` that is drawn; as in a rule. */
  readonly lateCommitMs?: number;
  /** Calls that are harmed a quarter as often. */
  readonly seldom?: Which;
}

/** How much less often. */
const SELDOM = 1 / 4;

/** Draws for calls by their identity. Every second 5xx is one whose request was executed. */
export function createDraw(plan: RandomFaults): (call: FaultyCall) => Fault | undefined {
  const often = createChance(plan);
  const seldom = createChance({ ...plan, probability: plan.probability * SELDOM });
  const delays: Readonly<Partial<Record<HttpFaultKind, number | undefined>>> = {
    latency: plan.latencyMs,
    late_commit: plan.lateCommitMs,
  };
  return (call) => {
    const chance = plan.seldom !== undefined && fits(plan.seldom, call) ? seldom : often;
    const drawn = chance.draw(call.identity);
    if (drawn === undefined) return undefined;
    const delayMs = delays[drawn.kind];
    return { kind: drawn.kind, executed: drawn.coin, ...(delayMs === undefined ? {} : { delayMs }) };
  };
}
