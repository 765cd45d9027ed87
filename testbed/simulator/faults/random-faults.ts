import { createChance, type ChancePlan } from './chance.js';
import type { Fault, HttpFaultKind } from './fault-injector.js';

/** Faults by chance. */
export interface RandomFaults extends ChancePlan<HttpFaultKind> {
  /** Business milliseconds of every `latency` that is drawn; as in a rule. */
  readonly latencyMs?: number;
  /** Business milliseconds of every `late_commit` that is drawn; as in a rule. */
  readonly lateCommitMs?: number;
}

/** Draws for calls by their identity. Every second 5xx is one whose request was executed. */
export function createDraw(plan: RandomFaults): (identity: string) => Fault | undefined {
  const chance = createChance(plan);
  const delays: Readonly<Partial<Record<HttpFaultKind, number | undefined>>> = {
    latency: plan.latencyMs,
    late_commit: plan.lateCommitMs,
  };
  return (identity) => {
    const drawn = chance.draw(identity);
    if (drawn === undefined) return undefined;
    const delayMs = delays[drawn.kind];
    return { kind: drawn.kind, executed: drawn.coin, ...(delayMs === undefined ? {} : { delayMs }) };
  };
}
