import type { FastifyInstance, FastifyRequest } from 'fastify';
import { collection, page } from './collection.js';
import type { OrderEntity } from './entities.js';
import { badRequest } from './errors.js';
import { notesOf, onlyKnown } from './fields.js';
import { isOneCall, oneCall } from './one-call.js';
import { orderWish } from './order-create.js';
import { makeOrReuse } from './receipts.js';
import { bodyOf, expansions, find, param, queryOf } from './request.js';
import { orderSnapshot, paymentSnapshot, paymentsNewestFirst } from './snapshots.js';
import type { Account } from './state.js';

const NOTHING: ReadonlySet<string> = new Set();
const HALF_A_YEAR_SECONDS = 180 * 86_400;

/** `/v1/orders` and below. */
export function orderRoutes(app: FastifyInstance, account: Account): void {
  const { orders } = account.state;

  app.post('/orders', (request) => {
    const body = bodyOf(request);
    if (isOneCall(body)) return oneCall(account, body);
    return orderSnapshot(makeOrReuse(account, body, orderWish(account, body, 'ordinary')), NOTHING);
  });

  app.get('/orders', (request) => {
    const query = queryOf(request);
    const expand = expansions(request);
    const candidates =
      query.receipt === undefined
        ? [...orders.values()]
        : (account.state.ordersByReceipt.get(query.receipt) ?? []);
    const wanted = query.authorized;
    if (wanted !== undefined && wanted !== '0' && wanted !== '1') {
      throw badRequest('The selected authorized is invalid.', { field: 'authorized' });
    }
    const matching = candidates.filter(
      (order) =>
        wanted === undefined ||
        order.payments.some((payment) => payment.authorizedAtMs !== null) === (wanted === '1'),
    );
    const shown = page(query, matching, (order) => order.entity.created_at);
    return collection(shown.map((order) => orderSnapshot(order, expand)));
  });

  const fetchOrder = (request: FastifyRequest): OrderEntity => {
    const order = find(orders, 'order_', param(request, 'id'));
    if (account.clock.seconds() - order.entity.created_at > HALF_A_YEAR_SECONDS) {
      throw badRequest('Order older than 180 days, please use reports.');
    }
    return orderSnapshot(order, expansions(request));
  };
  app.get('/orders/:id', fetchOrder);
  // The official client asks for an order's transfers with a slash at the end.
  app.get('/orders/:id/', fetchOrder);

  app.get('/orders/:id/payments', (request) => {
    const order = find(orders, 'order_', param(request, 'id'));
    const expand = expansions(request);
    return collection(paymentsNewestFirst(order).map((payment) => paymentSnapshot(payment, expand)));
  });

  app.patch('/orders/:id', (request) => {
    const order = find(orders, 'order_', param(request, 'id'));
    const body = bodyOf(request);
    onlyKnown(body, ['notes']);
    const notes = notesOf(body);
    if (notes === null) throw badRequest('The notes field is required.', { field: 'notes' });
    order.entity.notes = notes;
    return orderSnapshot(order, NOTHING);
  });
}
