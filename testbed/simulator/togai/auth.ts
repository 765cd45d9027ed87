import { createHmac } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import type { SimulatorClock } from '../frame.js';
import { TogaiRefusal } from './errors.js';
import { createQuota, type Quota } from './quota.js';

const jwtLifeMs = 24 * 3600 * 1000;
const lockoutCalls = 5;
const lockoutWindowMs = 30 * 60 * 1000;

/** The part of authentication that can be changed at run time. */
export interface TogaiAuth {
  /** Authenticated calls per second of business time, over all callers together; null: no limit. */
  setRequestsPerSecond(limit: number | null): void;
}

function encode(part: object): string {
  return Buffer.from(JSON.stringify(part)).toString('base64url');
}

/**
 * Togai's door: a bearer token (the API token, or a 24-hour JWT made from it), the per-second quota for calls that have
 * one, and 5 calls per 30 minutes and address for those that have not. The latter does not lock out good tokens.
 */
export function installAuth(
  instance: FastifyInstance,
  options: {
    readonly clock: SimulatorClock;
    readonly token: string;
    readonly requestsPerSecond: number | null;
  },
): TogaiAuth {
  const { clock, token } = options;
  const jwtEnds = new Map<string, number>();
  const strangers = new Map<string, Quota>();
  let quota = quotaOf(options.requestsPerSecond);

  function quotaOf(limit: number | null): Quota {
    return createQuota(clock, limit ?? Number.POSITIVE_INFINITY, 1000);
  }

  function isKnown(bearer: string | undefined): boolean {
    return bearer !== undefined && (bearer === token || (jwtEnds.get(bearer) ?? 0) > clock.now());
  }

  function bearerOf(header: string | undefined): string | undefined {
    return header?.startsWith('Bearer ') === true ? header.slice('Bearer '.length) : undefined;
  }

  instance.addHook('onRequest', (request, _reply, done) => {
    if (isKnown(bearerOf(request.headers.authorization))) {
      done(quota.take() ? undefined : new TogaiRefusal(429, 'Too many requests'));
      return;
    }
    let stranger = strangers.get(request.ip);
    if (stranger === undefined)
      strangers.set(request.ip, (stranger = createQuota(clock, lockoutCalls, lockoutWindowMs)));
    done(
      stranger.take() ? new TogaiRefusal(401, 'Unauthorized') : new TogaiRefusal(429, 'Too many requests'),
    );
  });

  instance.post('/authenticate', (request) => {
    const bearer = bearerOf(request.headers.authorization) ?? '';
    if (bearer !== token) return { token: bearer };
    const issuedAt = clock.seconds();
    const content = `${encode({ alg: 'HS256', typ: 'JWT' })}.${encode({ iat: issuedAt, exp: issuedAt + jwtLifeMs / 1000 })}`;
    const jwt = `${content}.${createHmac('sha256', token).update(content).digest('base64url')}`;
    jwtEnds.set(jwt, issuedAt * 1000 + jwtLifeMs);
    return { token: jwt };
  });

  return {
    setRequestsPerSecond(limit) {
      quota = quotaOf(limit);
    },
  };
}
