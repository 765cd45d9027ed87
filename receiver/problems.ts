import type { FastifyReply } from 'fastify';

const texts = {
  UNKNOWN_CONNECTION: 'No connection of this name is configured.',
  BAD_SIGNATURE: 'The signature is missing or does not fit the body.',
  BAD_SECRET: 'The shared secret is missing or wrong.',
  NOT_JSON: 'The body is not JSON.',
  INVALID_INPUT: 'The request is not of the expected form.',
  BODY_TOO_LARGE: 'The body is too large.',
  TEMPORAL_UNAVAILABLE: 'The orchestrator cannot be reached right now. Try again.',
  INTERNAL: 'Something went wrong here.',
  NOT_FOUND: 'There is nothing here.',
} as const;

/** The one shape of every error answer; nothing of the request is repeated in it. */
export function answerProblem(reply: FastifyReply, status: number, code: keyof typeof texts): FastifyReply {
  return reply.code(status).send({ error: { code, message: texts[code] } });
}
