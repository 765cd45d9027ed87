import { onTestFinished } from 'vitest';
import type { ActivityConnection } from '../../../activities/index.js';
import type { Policy } from '../../../contracts/policy.js';
import type { BillingSystem } from '../../../providers/billing-system.js';
import type { RazorpayClient } from '../../../providers/razorpay/client.js';
import type { Stage } from '../../support/stage.js';
import { startWorker, type RunningWorker } from '../../support/worker.js';

/** A call to a provider, as its client names it. */
export type Call = keyof RazorpayClient | keyof BillingSystem;

/** How often each of the two workers made the call. */
export interface Made {
  readonly byTheDead: number;
  readonly byTheNext: number;
}

/** How long a collection may stand still then, in milliseconds: the server gives a try up after 15 s. */
export const UNTIL_TAKEN_OVER = 45_000;

/**
 * Gives a stage without workers one that dies at the first answer to this call, and then another: the answer is told to
 * nobody, nothing more is taken on, and the second worker finds what the server and the providers know. Both are gone when
 * the test is over.
 */
export async function dyingAfter(
  { config }: Stage,
  call: Call,
  policy: Partial<Policy> = {},
): Promise<() => Made> {
  const made = { byTheDead: 0, byTheNext: 0 };
  const workers: Promise<RunningWorker>[] = [];
  const start = (through: Through): Promise<RunningWorker> => {
    const worker = startWorker(config, {
      adapt: (known) => ({ ...tapped(known, call, through), policy: { ...known.policy, ...policy } }),
    });
    workers.push(worker);
    return worker;
  };
  // A process that was killed reports nothing: its activity must not go on before all is over.
  let bury = (): void => undefined;
  const grave = new Promise<never>((_resolve, reject) => {
    bury = () => reject(new Error('the worker of this try is dead'));
  });
  grave.catch(() => undefined);
  onTestFinished(async () => {
    bury();
    await Promise.all(workers.map(async (worker) => (await worker).close()));
  });
  let die = (): void => undefined;
  const death = new Promise<void>((resolve) => (die = resolve));
  // Started from here and not from the dead worker's activity, whose context would be its own.
  void death.then(() =>
    start((answer) => {
      made.byTheNext += 1;
      return answer();
    }),
  );
  const first: RunningWorker = await start(async (answer) => {
    made.byTheDead += 1;
    await answer();
    first.stop();
    die();
    return grave;
  });
  return () => ({ ...made });
}

/** What a call goes through; `answer` makes it. */
type Through = (answer: () => Promise<unknown>) => Promise<unknown>;

function tapped(known: ActivityConnection, call: Call, through: Through): ActivityConnection {
  const { razorpay, billing } = known;
  return { ...known, razorpay: tap(razorpay, call, through), billing: tap(billing, call, through) };
}

function tap<Client extends object>(client: Client, call: Call, through: Through): Client {
  return new Proxy(client, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name);
      if (name !== call || typeof value !== 'function') return value;
      return (...input: readonly unknown[]) =>
        through(async () => {
          const answer: unknown = await Reflect.apply(value, target, input);
          return answer;
        });
    },
  });
}
