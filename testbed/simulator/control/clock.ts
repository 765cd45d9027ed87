import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { ManagedClock } from '../clock.js';
import { chosenNumber } from './input.js';
import { dateTime, decimalText, parseWith } from '../togai/wire.js';

const advance = z.object({
  seconds: decimalText.transform(Number).pipe(
    z
      .number()
      .min(0)
      .max(10 * 366 * 24 * 3600),
  ),
});

const flow = z.strictObject({ rate: chosenNumber(0.000_001, 1_000_000, 'any') });

/** `GET /clock`, `POST /clock/advance {"seconds"}` and `POST /clock/rate {"rate"}`. */
export function clockControl(instance: FastifyInstance, clock: ManagedClock): void {
  const view = (): object => ({ now: clock.now(), seconds: clock.seconds(), iso: dateTime(clock.now()) });

  instance.get('/clock', view);
  instance.post('/clock/advance', async (request) => {
    const { seconds } = parseWith(advance, request.body);
    await clock.advance(seconds * 1000);
    return view();
  });
  instance.post('/clock/rate', (request) => {
    const { rate } = parseWith(flow, request.body);
    clock.setRate(rate);
    return { ...view(), rate };
  });
}
