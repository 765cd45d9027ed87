import { condition, setHandler, workflowInfo } from '@temporalio/workflow';
import type { BusinessTime } from '../../contracts/collection.js';
import {
  connectionHeldReasons,
  type CarriedHold,
  type ConnectionHoldInput,
  type ConnectionHoldView,
  type ConnectionRefusal,
  type Probed,
  type ProbeEnd,
  type ProbeRequest,
  type Release,
} from '../../contracts/connection-hold.js';
import {
  connectionHoldQuery,
  connectionRefusedSignal,
  probedSignal,
  probeUpdate,
  releaseSignal,
} from '../../contracts/messages.js';
import { businessNow, realDelay } from '../../domain/clock.js';
import {
  beginHold,
  mayProbe,
  withProbe,
  withProbed,
  withRefusal,
  withRelease,
} from '../../domain/connection-hold.js';
import { activitiesOf, type ConnectionActivities } from '../activity-options.js';
import { isObject, reasonOf } from '../by-hand.js';
import { fail } from '../collection/messages.js';

const EVENTS_PER_RUN = 1_000;

/** One hold of a connection. Handlers only change what is known; the loop of the workflow does the rest. */
export class Hold {
  readonly connection: string;
  readonly activities: ConnectionActivities;
  data: CarriedHold;
  /** Something has changed since the loop looked. */
  hasNews = false;
  /** When a collection is made to try next, if no payment comes by itself. Business time, Unix milliseconds. */
  hintAgainAt = 0;
  isOver = false;
  readonly #input: ConnectionHoldInput;
  readonly #time: BusinessTime;

  constructor(input: ConnectionHoldInput) {
    this.#input = input;
    this.#time = input.time ?? { startMs: Date.now(), timeScale: 1 };
    this.connection = input.connection;
    this.activities = activitiesOf(input.connection);
    this.data = input.carried ?? beginHold(input.refusal, this.now());
  }

  /** Business time, Unix milliseconds. */
  now(): number {
    return businessNow(this.#time, Date.now());
  }

  /** A refusal that is only counted is no news: however many tell of it, the loop sleeps on. */
  change(next: CarriedHold): void {
    const { reason, release, lastProbe, detail } = this.data;
    this.hasNews ||=
      next.reason !== reason ||
      next.release !== release ||
      next.lastProbe !== lastProbe ||
      next.detail !== detail;
    this.data = next;
  }

  release(by: Release['by'], why: string): void {
    this.change(withRelease(this.data, { by, why, at: this.now() }));
  }

  /** Waits for a change, or until a business time. */
  async news(until: number, summary: string): Promise<void> {
    await condition(() => this.hasNews, realDelay(this.#time, Date.now(), until), { summary });
  }

  /** The history is cut in time, far under the server's 51,200 events. */
  historyIsLong(): boolean {
    const { continueAsNewSuggested, historyLength } = workflowInfo();
    return continueAsNewSuggested || historyLength >= (this.#input.eventsPerRun ?? EVENTS_PER_RUN);
  }

  toCarryOn(): ConnectionHoldInput {
    return { ...this.#input, time: this.#time, carried: this.data };
  }

  view(): ConnectionHoldView {
    const { reason, detail, since, refusals, nextProbe, probes, lastProbe, release, hinted } = this.data;
    return {
      connection: this.connection,
      state: release ? (this.isOver ? 'released' : 'releasing') : 'held',
      ...{ reason, detail, since, refusals, nextProbe, probes, lastProbe, release, hinted },
    };
  }
}

/** What arrives by hand may hold anything: it is read, and what means nothing changes nothing. */
export function listenToHold(hold: Hold): void {
  setHandler(connectionHoldQuery, () => hold.view(), {
    description: 'Why the connection is held, since when',
  });
  setHandler(
    connectionRefusedSignal,
    (given: unknown) => {
      if (isRefusal(given)) hold.change(withRefusal(hold.data, given, hold.now()));
    },
    { description: 'A refusal that concerns the whole connection' },
  );
  setHandler(
    releaseSignal,
    (given: unknown) => hold.release('operator', reasonOf(given, 'released by signal')),
    { description: 'Lets the connection go on; a refusal holds it again' },
  );
  setHandler(
    probedSignal,
    (given: unknown) => {
      if (isProbed(given)) hold.change(withProbed(hold.data, given, hold.now()));
    },
    { description: 'What came of the payment that was tried' },
  );
  setHandler(
    probeUpdate,
    (request) => {
      // Of two that were found valid in one task, the second comes too late.
      requireLeave(hold);
      hold.change(withProbe(hold.data, request, hold.now()));
      return 'granted';
    },
    {
      description: 'Leave for one payment, given once in each gap',
      validator: (given: unknown) => {
        if (!isProbeRequest(given)) throw fail('INVALID_INPUT', 'the update names no probe');
        requireLeave(hold);
      },
    },
  );
}

/** A rejected update leaves nothing in the history, however many ask. */
function requireLeave(hold: Hold): void {
  if (!mayProbe(hold.data, hold.now())) throw fail('CONNECTION_HELD', hold.data.reason);
}

function isRefusal(given: unknown): given is ConnectionRefusal {
  if (!isObject(given) || !('reason' in given) || !('detail' in given)) return false;
  return connectionHeldReasons.some((known) => known === given.reason) && typeof given.detail === 'string';
}

function isProbeRequest(given: unknown): given is ProbeRequest {
  if (!isObject(given) || !('probe' in given) || !('invoiceId' in given)) return false;
  return typeof given.probe === 'string' && typeof given.invoiceId === 'string';
}

const probeEnds: readonly ProbeEnd[] = ['accepted', 'refused', 'inconclusive', 'unused'];

function isProbed(given: unknown): given is Probed {
  if (!isObject(given) || !('probe' in given) || !('end' in given)) return false;
  return typeof given.probe === 'string' && probeEnds.some((known) => known === given.end);
}
