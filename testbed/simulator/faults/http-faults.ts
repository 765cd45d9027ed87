import { randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { SimulatorClock } from '../frame.js';
import { bankPagePaths } from '../razorpay/answer-pages.js';
import { notApplicable } from '../razorpay/errors.js';
import { TogaiRefusal } from '../togai/errors.js';
import type { Fault, ManagedFaults, Provider } from './fault-injector.js';
import { createLateCommits } from './late-commit.js';
import { holdBack } from './latency.js';

interface Route {
  readonly provider: Provider;
  readonly path: string;
}

const prefixes = { razorpay: '/v1', togai: '/togai' } as const;

/** The API and the path below its prefix; undefined for pages, the control API and unknown routes. */
function routeOf(request: FastifyRequest): Route | undefined {
  const pattern = request.routeOptions.url;
  const path = request.url.split('?', 1)[0] ?? '';
  if (request.is404 || pattern === undefined) return undefined;
  if (pattern.startsWith(`${prefixes.togai}/`))
    return { provider: 'togai', path: path.slice(prefixes.togai.length) };
  if (!pattern.startsWith(`${prefixes.razorpay}/`)) return undefined;
  if (bankPagePaths.some((page) => pattern === prefixes.razorpay + page)) return undefined;
  return { provider: 'razorpay', path: path.slice(prefixes.razorpay.length) };
}

const gatewayPage =
  '<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>\r\n<center><h1>502 Bad Gateway</h1></center>\r\n</body>\r\n</html>\r\n';

function sendGatewayPage(reply: FastifyReply): string {
  void reply.code(502).type('text/html');
  return gatewayPage;
}

/** The answer as the caller gets it, after the request was executed. */
function spoil(fault: Fault, request: FastifyRequest, reply: FastifyReply, payload: unknown): unknown {
  switch (fault.kind) {
    case 'dropped_answer':
      request.raw.socket.destroy();
      return payload;
    case 'server_error_html':
      return sendGatewayPage(reply);
    case 'wrong_content_type':
      void reply.type('text/html; charset=utf-8');
      return payload;
    case 'truncated_json':
      // Half of any JSON text of an object or a list is no JSON.
      return typeof payload === 'string' ? payload.slice(0, Math.floor(payload.length / 2)) : payload;
    default:
      return payload;
  }
}

/** What the faults of HTTP calls are made of. */
export interface HttpFaultParts {
  readonly faults: ManagedFaults;
  readonly clock: SimulatorClock;
  /** Puts names that are the same in every run in the place of generated ids. */
  readonly stable: (text: string) => string;
}

/**
 * Lets the calls of both APIs fail as `faults` says. To be called on the root instance before the APIs are registered, so
 * that its hook comes before theirs: a request that never arrived uses up no quota.
 */
export function injectHttpFaults(server: FastifyInstance, parts: HttpFaultParts): void {
  const { faults, clock, stable } = parts;
  const spoiled = new WeakMap<FastifyRequest, Fault>();
  const bodies = new WeakMap<FastifyRequest, Buffer>();
  // The second arrival of a late request is known by a name that no caller can guess.
  const secondArrival = randomUUID();
  const lateCommits = createLateCommits(server, clock, secondArrival);

  server.addHook('onRequest', async (request, reply) => {
    if (!faults.armed() || request.headers['x-simulator-arrival'] === secondArrival) return;
    const route = routeOf(request);
    if (route === undefined) return;
    const body = await buffer(request.raw);
    bodies.set(request, body);
    const identity = stable(`${request.method} ${request.url} ${body.toString('utf8')}`);
    const fault = faults.take({ ...route, method: request.method, identity });
    if (fault === undefined) return;
    switch (fault.kind) {
      case 'latency':
        await holdBack(clock, fault.delayMs);
        return;
      case 'dropped_request':
        reply.hijack();
        request.raw.socket.destroy();
        return;
      case 'late_commit':
        reply.hijack();
        request.raw.socket.destroy();
        lateCommits.expect(request, body, fault.delayMs);
        return;
      case 'too_many_requests':
        throw route.provider === 'togai'
          ? new TogaiRefusal(429, 'Too many requests')
          : notApplicable(429, 'Too many requests. Please try again after some time.');
      case 'server_error_html':
        if (fault.executed) spoiled.set(request, fault);
        else await reply.send(sendGatewayPage(reply));
        return;
      default:
        spoiled.set(request, fault);
    }
  });

  // The body was read to know the call by; the parsers get it as if nobody had.
  server.addHook('preParsing', (request, _reply, payload, done) => {
    const body = bodies.get(request);
    done(null, body === undefined ? payload : Readable.from(body.length === 0 ? [] : [body]));
  });

  server.addHook('onSend', (request, reply, payload, done) => {
    const fault = spoiled.get(request);
    done(null, fault === undefined ? payload : spoil(fault, request, reply, payload));
  });
}
