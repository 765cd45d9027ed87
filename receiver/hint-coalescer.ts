/** One entry for each key whose gap runs. */
interface Gap<T, R> {
  timer: NodeJS.Timeout;
  waiting: { value: T; answer: Promise<R>; start: (value: T) => void } | undefined;
}

/**
 * Lets at most one value per key and gap through, and never loses the last one. The first goes at once; those that
 * come within the gap share one sending when it ends, which carries what `merge` makes of them.
 *
 * Every caller's promise is that of a sending that started after the call: a webhook is answered 200 only after
 * Temporal took a signal that is younger than the webhook.
 */
export class HintCoalescer<T, R> {
  readonly #gaps = new Map<string, Gap<T, R>>();

  constructor(
    private readonly gapMs: number,
    private readonly send: (key: string, value: T) => Promise<R>,
    private readonly merge: (older: T, newer: T) => T = (_, newer) => newer,
  ) {}

  /** Rejects with whatever the sending rejects with. */
  submit(key: string, value: T): Promise<R> {
    const gap = this.#gaps.get(key);
    if (gap === undefined) {
      this.#openGap(key);
      return this.send(key, value);
    }
    if (gap.waiting === undefined) {
      let start: (value: T) => void = () => undefined;
      const answer = new Promise<T>((resolve) => (start = resolve)).then((last) => this.send(key, last));
      gap.waiting = { value, answer, start };
    } else gap.waiting.value = this.merge(gap.waiting.value, value);
    return gap.waiting.answer;
  }

  /** Sends what waits now; for shutting down. */
  flush(): void {
    for (const [key, gap] of this.#gaps) {
      clearTimeout(gap.timer);
      this.#gaps.delete(key);
      gap.waiting?.start(gap.waiting.value);
    }
  }

  #openGap(key: string): void {
    const timer = setTimeout(() => this.#endGap(key), this.gapMs);
    this.#gaps.set(key, { timer, waiting: undefined });
  }

  #endGap(key: string): void {
    const waiting = this.#gaps.get(key)?.waiting;
    this.#gaps.delete(key);
    if (waiting === undefined) return;
    this.#openGap(key);
    waiting.start(waiting.value);
  }
}
