import type { FaultyCall, Provider } from './fault-injector.js';

/** Some calls among all. */
export interface Which {
  readonly provider: Provider | 'any';
  /** Upper case; without it every method fits. */
  readonly method?: string;
  /** What the path below `/v1` or `/togai` starts with, e.g. `/orders`; without it every path fits. */
  readonly path?: string;
}

export function fits(which: Which, call: FaultyCall): boolean {
  return (
    (which.provider === 'any' || which.provider === call.provider) &&
    (which.method === undefined || which.method === call.method) &&
    (which.path === undefined || call.path.startsWith(which.path))
  );
}
