import { randomUUID } from 'node:crypto';
import { WorkflowNotFoundError, type Client } from '@temporalio/client';
import {
  HOLD_KNOWN_FOR,
  type ConnectionRefusal,
  type Probed,
  type ProbeRequest,
} from '../contracts/connection-hold.js';
import { connectionHoldStart } from '../contracts/connection-hold-start.js';
import { connectionHoldWorkflowId } from '../contracts/ids.js';
import { connectionRefusedSignal, probedSignal, probeUpdate } from '../contracts/messages.js';
import { taskQueues, workflowTypes } from '../contracts/names.js';
import { searchAttributeKeys as keys } from '../contracts/search-attributes.js';
import { businessNow } from '../domain/clock.js';
import { isOpen } from '../platform/temporal/open-status.js';
import type { ActivityDependencies } from './dependencies.js';
import { withinDeadline } from './within-deadline.js';

/** Longer than this no payment waits for what Temporal knows of a hold, in milliseconds of the machine. */
const PATIENCE_MS = 1_000;

/** Leave is given by a workflow, which may have to be read from its history first. */
const LEAVE_PATIENCE_MS = 3_000;

/** `due`: one payment may ask for leave. */
export type Standing = 'open' | 'held' | 'due';

/** What this process knows of the connections' holds, and tells them. Nothing here ever throws. */
export interface ConnectionHolds {
  /** Asked of Temporal's server at most once in three seconds, however many payments ask. */
  standing(connection: string): Promise<Standing>;
  /** Begins the hold, or tells it; once while it is known here. */
  report(connection: string, refusal: ConnectionRefusal): Promise<void>;
  /** @returns the name of the leave, or undefined: another has it, or nobody answered */
  askLeave(connection: string, invoiceId: string): Promise<string | undefined>;
  /** What came of a leave. */
  tell(connection: string, probed: Probed): Promise<void>;
}

/** The hold as the server shows it. */
interface Known {
  readonly reason: string | undefined;
  /** When leave is given next, business time; undefined when none is. */
  readonly probeAt: number | undefined;
}

interface Look {
  readonly at: number;
  /** Undefined: not held. */
  readonly known: Promise<Known | undefined>;
}

export function createConnectionHolds({
  clock,
  time,
  logger,
}: Pick<ActivityDependencies, 'clock' | 'time' | 'logger'>): ConnectionHolds {
  const looks = new Map<string, Look>();
  const remember = (connection: string, known: Promise<Known | undefined>): Promise<Known | undefined> => {
    looks.set(connection, { at: clock.now(), known });
    return known;
  };
  const look = async (connection: string): Promise<Known | undefined> => {
    try {
      return await withinDeadline((client) => describeHold(client, connection), PATIENCE_MS);
    } catch (error) {
      // A hold spares refusals; one more of them does less harm than payments that nobody takes.
      if (!(error instanceof WorkflowNotFoundError))
        logger.warn({ err: error, connection }, 'nobody told whether the connection is held');
      return undefined;
    }
  };
  const knownNow = (connection: string): Promise<Known | undefined> => {
    const last = looks.get(connection);
    const isFresh = last !== undefined && Math.abs(clock.now() - last.at) < HOLD_KNOWN_FOR;
    return isFresh ? last.known : remember(connection, look(connection));
  };
  const businessTime = (): number => (time ? businessNow(time, clock.now()) : clock.now());

  return {
    async standing(connection) {
      const known = await knownNow(connection);
      if (!known) return 'open';
      return known.probeAt !== undefined && businessTime() >= known.probeAt ? 'due' : 'held';
    },
    async report(connection, refusal) {
      const { reason } = refusal;
      const asked = knownNow(connection);
      const known = await asked;
      if (known?.reason === reason || known?.reason === 'connection_refused') return;
      // Another that was refused at the same time has reported it meanwhile.
      if (looks.get(connection)?.known !== asked) return;
      void remember(connection, Promise.resolve({ reason, probeAt: undefined }));
      logger.warn({ connection, reason }, 'refused as a whole: the connection is held');
      try {
        await withinDeadline((client) => {
          const start = connectionHoldStart({ connection, time, refusal }, taskQueues.workflows);
          return client.workflow.signalWithStart(workflowTypes.connectionHold, {
            ...{ ...start, signal: connectionRefusedSignal, signalArgs: [refusal] },
          });
        }, PATIENCE_MS);
      } catch (error) {
        looks.delete(connection);
        logger.warn(
          { err: error, connection, reason },
          'the connection could not be held; the next refusal will',
        );
      }
    },
    async askLeave(connection, invoiceId) {
      const request: ProbeRequest = { probe: randomUUID(), invoiceId };
      const known = await knownNow(connection);
      // Whatever the answer is: this gap's leave is gone for everybody else here.
      void remember(connection, Promise.resolve(known && { ...known, probeAt: undefined }));
      try {
        await withinDeadline(
          (client) =>
            client.workflow
              .getHandle(connectionHoldWorkflowId(connection))
              .executeUpdate(probeUpdate, { args: [request], updateId: request.probe }),
          LEAVE_PATIENCE_MS,
        );
        return request.probe;
      } catch {
        return undefined;
      }
    },
    async tell(connection, probed) {
      looks.delete(connection);
      try {
        await withinDeadline(
          (client) =>
            client.workflow.getHandle(connectionHoldWorkflowId(connection)).signal(probedSignal, probed),
          LEAVE_PATIENCE_MS,
        );
      } catch (error) {
        logger.warn(
          { err: error, connection, end: probed.end },
          'the hold did not hear what came of its probe',
        );
      }
    },
  };
}

/** From the server's own record: no worker has to answer, and no event is written. @throws WorkflowNotFoundError */
async function describeHold(client: Client, connection: string): Promise<Known | undefined> {
  const handle = client.workflow.getHandle(connectionHoldWorkflowId(connection));
  const { status, typedSearchAttributes: attributes } = await handle.describe();
  if (!isOpen(status) || attributes.get(keys.state) !== 'held') return undefined;
  const reason = attributes.get(keys.heldReason);
  // Refused credentials are tried without a payment, and a hold that somebody has paused gives no leave.
  const givesLeave = reason !== 'connection_refused' && status.name === 'RUNNING';
  return { reason, probeAt: givesLeave ? attributes.get(keys.nextLook)?.getTime() : undefined };
}
