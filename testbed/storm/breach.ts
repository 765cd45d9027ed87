/** A promise that was not kept. */
export interface Breach {
  /** Which check found it. */
  readonly check: string;
  readonly what: string;
}

export function breach(check: string, what: string): Breach {
  return { check, what };
}
