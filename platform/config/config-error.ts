/** One thing that is wrong with the configuration. */
export interface ConfigProblem {
  /** Where, as `connections.acme.razorpay.keyId`. */
  readonly path: string;
  /** What is wrong; never the value of a secret. */
  readonly problem: string;
}

/** The configuration cannot be used; the message lists every problem, one a line. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  readonly problems: readonly ConfigProblem[];

  constructor(source: string, problems: readonly ConfigProblem[]) {
    const count = problems.length === 1 ? '1 problem' : `${problems.length} problems`;
    const lines = problems.map(({ path, problem }) => `  ${path === '' ? '(file)' : path}: ${problem}`);
    super([`The configuration (${source}) has ${count}:`, ...lines].join('\n'));
    this.problems = problems;
  }
}
