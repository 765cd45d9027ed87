import type { FastifyInstance } from 'fastify';
import { collection } from './collection.js';
import type { DowntimeEntity } from './entities.js';
import { find, param } from './request.js';
import { note, type Account } from './state.js';

/** An outage to begin now, or (with `begin` and `end`, Unix seconds) one that is announced. */
export interface DowntimeWish {
  readonly method: DowntimeEntity['method'];
  readonly instrument: Readonly<Record<string, string>>;
  readonly severity: DowntimeEntity['severity'];
  readonly scheduled?: { readonly begin: number; readonly end: number };
}

/** What may become of an outage. */
export type DowntimeChange =
  { readonly severity: DowntimeEntity['severity'] } | { readonly status: 'resolved' | 'cancelled' };

/** `/v1/payments/downtimes`: the active and the announced ones; by id also those that are over. */
export function downtimeRoutes(app: FastifyInstance, account: Account): void {
  const { downtimes } = account.state;
  app.get('/payments/downtimes', () => {
    const current = [...downtimes.values()].filter(
      ({ status }) => status === 'started' || status === 'scheduled',
    );
    return collection(structuredClone(current.toReversed()));
  });
  app.get('/payments/downtimes/:id', (request) =>
    structuredClone(find(downtimes, 'down_', param(request, 'id'))),
  );
}

/** Begins or announces an outage. While one of high severity lasts, the gateway refuses what it covers. */
export function startDowntime(account: Account, wish: DowntimeWish): DowntimeEntity {
  const now = account.clock.seconds();
  const downtime: DowntimeEntity = {
    id: account.newId('down_'),
    entity: 'payment.downtime',
    method: wish.method,
    begin: wish.scheduled?.begin ?? now,
    end: wish.scheduled?.end ?? null,
    status: wish.scheduled === undefined ? 'started' : 'scheduled',
    scheduled: wish.scheduled !== undefined,
    severity: wish.severity,
    instrument: wish.instrument,
    instrument_schema: Object.keys(wish.instrument),
    created_at: now,
    updated_at: now,
  };
  account.state.downtimes.set(downtime.id, downtime);
  note(account, { object: 'downtime', id: downtime.id, from: null, to: downtime.status });
  if (wish.scheduled === undefined) {
    tell(account, 'started', downtime);
  } else {
    account.clock.at(downtime.begin * 1000, () => {
      if (downtime.status === 'scheduled') move(account, downtime, 'started');
    });
    account.clock.at(wish.scheduled.end * 1000, () => {
      if (downtime.status === 'started') move(account, downtime, 'resolved');
    });
  }
  return structuredClone(downtime);
}

/** Changes the severity, or ends the outage. Throws for an unknown id. */
export function changeDowntime(account: Account, id: string, change: DowntimeChange): DowntimeEntity {
  const downtime = find(account.state.downtimes, 'down_', id);
  if ('status' in change) {
    move(account, downtime, change.status);
  } else {
    downtime.severity = change.severity;
    downtime.updated_at = account.clock.seconds();
    tell(account, 'updated', downtime);
  }
  return structuredClone(downtime);
}

function move(account: Account, downtime: DowntimeEntity, to: 'started' | 'resolved' | 'cancelled'): void {
  note(account, { object: 'downtime', id: downtime.id, from: downtime.status, to });
  downtime.status = to;
  downtime.updated_at = account.clock.seconds();
  if (to !== 'started') downtime.end = account.clock.seconds();
  // A cancelled one was never there, and has no event.
  if (to !== 'cancelled') tell(account, to, downtime);
}

/** The payload key of these events contains a dot. */
function tell(account: Account, event: 'started' | 'updated' | 'resolved', downtime: DowntimeEntity): void {
  account.webhooks.send(`payment.downtime.${event}`, { 'payment.downtime': structuredClone(downtime) });
}
