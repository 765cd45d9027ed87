import type { FastifyInstance, FastifyRequest, InjectOptions } from 'fastify';
import type { Scheduled, SimulatorClock } from '../frame.js';

const defaultDelayMs = 30_000;

/** Requests that were lost on the way in, and arrive all the same. */
export interface LateCommits {
  /** Executes the request later, as it was sent; its answer goes nowhere. @param delayMs business milliseconds */
  expect(request: FastifyRequest, body: Buffer, delayMs?: number): void;
}

/** The body is whole by now, so it has a length and comes in one piece. */
function wholeBody(headers: FastifyRequest['headers']): FastifyRequest['headers'] {
  const ofTheConnection = new Set(['transfer-encoding', 'connection']);
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !ofTheConnection.has(name)));
}

/** @param secondArrival put into a header of the request when it arrives, so that no fault meets it again */
export function createLateCommits(
  server: FastifyInstance,
  clock: SimulatorClock,
  secondArrival: string,
): LateCommits {
  const expected = new Set<Scheduled>();
  server.addHook('onClose', (_instance, done) => {
    for (const arrival of expected) arrival.cancel();
    done();
  });

  async function arrive(call: InjectOptions): Promise<void> {
    try {
      await server.inject(call);
    } catch (error) {
      server.log.error(error);
    }
  }

  return {
    expect(request, body, delayMs = defaultDelayMs) {
      const call: InjectOptions = {
        method: request.method,
        url: request.url,
        headers: { ...wholeBody(request.headers), 'x-simulator-arrival': secondArrival },
        remoteAddress: request.ip,
        ...(body.length === 0 ? {} : { payload: body }),
      };
      const arrival = clock.at(clock.now() + delayMs, () => {
        expected.delete(arrival);
        return arrive(call);
      });
      expected.add(arrival);
    },
  };
}
