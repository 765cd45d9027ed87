import { describe, expect, it } from 'vitest';
import { customerSyncWorkflowId } from '../../contracts/ids.js';
import { isSameSecret } from '../../receiver/togai-webhook.js';
import { findTogaiSubject } from '../../receiver/togai-body.js';
import { rejection, useStandIn } from '../client/support/stand-in.js';
import { startReceiver, type TestReceiver } from './support/receiver.js';

const standIn = useStandIn();

async function start(): Promise<TestReceiver> {
  const { client, taskQueue } = standIn();
  return startReceiver(client, { taskQueue });
}

async function post({ app }: TestReceiver, body: unknown, secret = 'togai-secret'): Promise<unknown> {
  const response = await app.inject({
    method: 'POST',
    url: '/webhooks/togai/acme',
    headers: { 'content-type': 'application/json', 'x-togai-secret': secret },
    payload: JSON.stringify(body),
  });
  return { status: response.statusCode, ...response.json<{ result?: string }>() };
}

describe('POST /webhooks/togai/:connection', () => {
  it('starts a collection in the mode of the policy, then only hints', async () => {
    const receiver = await start();
    const named = standIn().invoice();
    expect(await post(receiver, { invoice: { id: named.invoiceId } })).toMatchObject({ result: 'started' });
    const { orchestrator } = standIn();
    expect(await orchestrator.getState(named)).toMatchObject({ state: 'awaiting_attempt', looks: 0 });
    expect((await orchestrator.getState(named)).mode).toBeUndefined();
    expect(await post(receiver, { invoiceId: named.invoiceId })).toMatchObject({ result: 'accepted' });
    expect(await orchestrator.getState(named)).toMatchObject({ waitingFor: 'billing:invoice.announced' });
  });

  it('starts the sync of an account', async () => {
    const receiver = await start();
    const accountId = standIn().invoice('account').invoiceId;
    expect(await post(receiver, { data: { account_id: accountId } })).toMatchObject({ result: 'started' });
    const described = await standIn()
      .client.workflow.getHandle(customerSyncWorkflowId('acme', accountId))
      .describe();
    expect(described.type).toBe('customerSync');
  });

  it('takes the secret from the query where no header can be set', async () => {
    const { app } = await start();
    const url = '/webhooks/togai/acme?secret=togai-secret';
    expect((await app.inject({ method: 'POST', url, payload: { hello: 1 } })).json()).toEqual({
      result: 'unusable',
    });
  });

  it('refuses a wrong or missing secret and an unknown connection, and starts nothing', async () => {
    const receiver = await start();
    const named = standIn().invoice();
    expect(await post(receiver, named, 'guess')).toMatchObject({ status: 401 });
    const bare = { method: 'POST', payload: named } as const;
    expect((await receiver.app.inject({ ...bare, url: '/webhooks/togai/acme' })).statusCode).toBe(401);
    expect((await receiver.app.inject({ ...bare, url: '/webhooks/togai/nobody' })).statusCode).toBe(404);
    expect(await rejection(standIn().orchestrator.getState(named))).toMatchObject({
      code: 'COLLECTION_NOT_FOUND',
    });
  });

  it('answers 400 to what is not JSON and 200 to what names nothing', async () => {
    const receiver = await start();
    const response = await receiver.app.inject({
      method: 'POST',
      url: '/webhooks/togai/acme',
      headers: { 'content-type': 'application/json', 'x-togai-secret': 'togai-secret' },
      payload: '{',
    });
    expect(response.statusCode).toBe(400);
    for (const body of [{}, [], null, { invoiceId: 7 }, { invoiceId: 'a/b' }])
      expect(await post(receiver, body)).toMatchObject({ status: 200, result: 'unusable' });
  });
});

describe('findTogaiSubject', () => {
  it.each([
    [{ invoiceId: 'i' }, { invoiceId: 'i', accountId: undefined }],
    [{ event: { payload: { invoice: { id: 'i', accountId: 'a' } } } }, { invoiceId: 'i', accountId: 'a' }],
    [[{ account: { id: 'a' } }], { invoiceId: undefined, accountId: 'a' }],
    [{ id: 'i' }, { invoiceId: undefined, accountId: undefined }],
  ])('reads %j', (body, subject) => {
    expect(findTogaiSubject(body)).toEqual(subject);
  });

  it('gives up on a body that is too deep', () => {
    const deep = Array.from({ length: 50 }).reduce<object>((inner) => ({ inner }), { invoiceId: 'i' });
    expect(findTogaiSubject(deep).invoiceId).toBeUndefined();
  });
});

it('compares secrets of any length', () => {
  expect(isSameSecret('abc', 'abc')).toBe(true);
  expect(['', 'ab', 'abcd', 'abd'].map((guess) => isSameSecret('abc', guess))).toEqual([
    false,
    false,
    false,
    false,
  ]);
});
