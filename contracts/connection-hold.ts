import type { BusinessTime } from './collection.js';
import type { HeldReason } from './held-reasons.js';

/** What holds a whole connection: Razorpay's own reasons that concern the account, and a refused key or token. */
export const connectionHeldReasons = [
  'merchant_not_activated',
  'live_mode_not_enabled',
  'connection_refused',
] as const satisfies readonly HeldReason[];

export type ConnectionHeldReason = (typeof connectionHeldReasons)[number];

/** Why collections wait that go on by themselves once the connection is released. */
export const waitingForRelease = [
  'connection_held',
  'connection_refused',
] as const satisfies readonly HeldReason[];

/**
 * So long a worker believes what it was told of a hold, in milliseconds of the machine. Nobody is told of a release before
 * every worker knows of it, or the first thing they hear would be that the connection is held.
 */
export const HOLD_KNOWN_FOR = 3_000;

/** A refusal that concerns the whole connection. */
export interface ConnectionRefusal {
  readonly reason: ConnectionHeldReason;
  /** For operators: names calls, statuses and codes, never a person. */
  readonly detail: string;
}

/** Start argument of `connectionHold`. */
export interface ConnectionHoldInput {
  readonly connection: string;
  readonly time: BusinessTime | undefined;
  /** What began it. */
  readonly refusal: ConnectionRefusal;
  /** State of the run before, on continue-as-new. */
  readonly carried: CarriedHold | undefined;
  /** A run's history is cut here, 1,000 events by default. */
  readonly eventsPerRun?: number;
}

/** Asks for leave to send one payment, or one payment request, of a held connection. */
export interface ProbeRequest {
  /** Names this one leave. */
  readonly probe: string;
  readonly invoiceId: string;
}

/**
 * `refused`: the connection as a whole, again. `inconclusive`: nobody can say, or it was refused for a reason of its own.
 * `unused`: nothing was sent.
 */
export type ProbeEnd = 'accepted' | 'refused' | 'inconclusive' | 'unused';

/** What came of a leave. */
export interface Probed {
  readonly probe: string;
  readonly end: ProbeEnd;
}

/** Who released a connection, and the words for it. */
export interface Release {
  readonly by: 'operator' | 'probe';
  readonly why: string;
  /** Business time, Unix milliseconds. */
  readonly at: number;
}

/** What is known of a hold. Times are business time, Unix milliseconds. */
export interface CarriedHold extends ConnectionRefusal {
  readonly since: number;
  /** Refusals that told of it; a worker that knows of the hold tells no more. */
  readonly refusals: number;
  /** From now on one payment may be tried, or the credentials are. */
  readonly nextProbe: number;
  /** Milliseconds from the next probe to the one after it. */
  readonly gap: number;
  readonly probes: number;
  /** The leave that was given last, unless it came back unused. */
  readonly lastProbe:
    (ProbeRequest & { readonly at: number; readonly end: ProbeEnd | undefined }) | undefined;
  /** Set while collections are told to go on. */
  readonly release: Release | undefined;
  /** Collections that were told to go on. */
  readonly hinted: number;
  /** Where Temporal's list of them goes on. */
  readonly hintNext: string | undefined;
}

/** Where a hold stands; for operators and the client library. */
export interface ConnectionHoldView extends Omit<CarriedHold, 'hintNext' | 'gap'> {
  readonly connection: string;
  readonly state: 'held' | 'releasing' | 'released';
}

/** Result of `connectionHold`. */
export interface ConnectionHoldResult {
  readonly connection: string;
  readonly reason: ConnectionHeldReason;
  readonly since: number;
  readonly release: Release;
  readonly probes: number;
  readonly hinted: number;
}

/** What a hold needs beyond the check of key and token. */
export interface ConnectionHoldActivities {
  /** Temporal: makes one page of the workflows look that are held for these reasons. Doing it twice is harmless. */
  hintHeld(input: {
    readonly connection: string;
    readonly reasons: readonly HeldReason[];
    readonly limit: number;
    /** Where the list goes on; undefined at its beginning. */
    readonly next: string | undefined;
  }): Promise<{ readonly hinted: number; readonly next: string | undefined }>;
}
