import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { searchAttributeList } from '../../contracts/search-attributes.js';
import { findTemporalServer } from '../../platform/temporal/server.js';

const run = promisify(execFile);
const command = ['--import', 'tsx', 'ops/cli/setup-temporal.ts'];

it('prepares a bare namespace, and finds nothing to add the second time', async () => {
  const server = await findTemporalServer({
    env: { PATH: process.env['PATH'] },
    searchAttributes: [],
    registersWhileRunning: true,
  });
  try {
    const setUp = async (): Promise<string> =>
      (await run(process.execPath, [...command, '--address', server.address, '--togai-per-second', '7']))
        .stdout;
    const first = await setUp();
    for (const { name } of searchAttributeList) expect(first).toContain(name);
    expect(first).toContain('{"razorpay":4.25,"togai":0.5,"both":0.5}');
    expect(await setUp()).toContain('none were missing');
  } finally {
    await server.stop();
  }
});

it('refuses a limit that is no number', async () => {
  await expect(run(process.execPath, [...command, '--togai-per-second', 'many'])).rejects.toThrow(
    /positive number/,
  );
});
