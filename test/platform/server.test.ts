import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client, Connection } from '@temporalio/client';
import { afterAll, describe, expect, it } from 'vitest';
import { searchAttributeList } from '../../contracts/search-attributes.js';
import { findServerBinary } from '../../platform/temporal/server-binaries.js';
import { findTemporalServer, TemporalServerNotOwnedError } from '../../platform/temporal/server.js';

const folder = mkdtempSync(join(tmpdir(), 'server-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** No TEMPORAL_ADDRESS: these tests are about servers of our own. */
const env = { PATH: process.env['PATH'] };

function answersAt(address: string): Promise<boolean> {
  const [host = '', port = ''] = address.split(':');
  return new Promise((resolve) => {
    const socket = connect(Number(port), host);
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}

async function untilSilent(address: string): Promise<void> {
  while (await answersAt(address)) await sleep(20);
}

async function withClient<T>(address: string, work: (client: Client) => Promise<T>): Promise<T> {
  const connection = await Connection.connect({ address });
  try {
    return await work(new Client({ connection }));
  } finally {
    await connection.close();
  }
}

describe('findTemporalServer', () => {
  it('starts several at once, each with its own ports, our search attributes and a Web UI', async () => {
    const servers = await Promise.all([1, 2, 3].map(() => findTemporalServer({ env })));
    try {
      expect(new Set(servers.flatMap(({ address, uiUrl }) => [address, uiUrl])).size).toBe(6);
      for (const { address, uiUrl, namespace } of servers) {
        const listed = await withClient(address, ({ connection }) =>
          connection.operatorService.listSearchAttributes({ namespace }),
        );
        for (const { name } of searchAttributeList)
          expect(Object.keys(listed.customAttributes)).toContain(name);
        expect((await fetch(uiUrl!)).status).toBe(200);
      }
    } finally {
      await Promise.all(servers.map((server) => server.stop()));
    }
    for (const { address } of servers) expect(await answersAt(address)).toBe(false);
  });

  it('keeps its workflows over a kill and a restart when it has a file', async () => {
    const server = await findTemporalServer({ env, dbFilename: join(folder, 'kept.db') });
    try {
      expect(server).toMatchObject({ owned: true, persistence: 'sqlite-file' });
      await withClient(server.address, (client) =>
        client.workflow.start('never', { workflowId: 'kept', taskQueue: 'nobody' }),
      );
      await server.kill();
      expect(await answersAt(server.address)).toBe(false);
      await server.restart();
      const found = await withClient(server.address, (client) =>
        client.workflow.getHandle('kept').describe(),
      );
      expect(found.status.name).toBe('RUNNING');
    } finally {
      await server.stop();
    }
  });

  it('uses a server that was given and refuses to kill it', async () => {
    const own = await findTemporalServer({ env });
    try {
      const given = await findTemporalServer({ env: { TEMPORAL_ADDRESS: own.address } });
      expect(given).toMatchObject({ address: own.address, owned: false, persistence: 'external' });
      await expect(given.kill()).rejects.toBeInstanceOf(TemporalServerNotOwnedError);
      await expect(given.restart()).rejects.toBeInstanceOf(TemporalServerNotOwnedError);
      await given.stop();
      expect(await answersAt(own.address)).toBe(true);
    } finally {
      await own.stop();
    }
  });

  it('says what the server said when it does not start', async () => {
    await expect(findTemporalServer({ env, dbFilename: '/nowhere/at/all.db' })).rejects.toThrow(
      /did not start[^]*nowhere/,
    );
  });

  it.concurrent.each(['SIGKILL', 'SIGINT', 'crash'] as const)(
    'leaves no server behind when its process ends by %s',
    async (end) => {
      const script = join(folder, `${end}.mts`);
      const module = new URL('../../platform/temporal/server.ts', import.meta.url).href;
      writeFileSync(
        script,
        `const { findTemporalServer } = await import('${module}');
       const server = await findTemporalServer();
       process.stdout.write(server.address);
       process.stdin.once('data', () => { throw new Error('crash'); });`,
      );
      const child = spawn(process.execPath, ['--import', 'tsx', script], {
        env,
        stdio: ['pipe', 'pipe', 'ignore'],
      });
      const address = await new Promise<string>((resolve) =>
        child.stdout.once('data', (data) => resolve(String(data))),
      );
      expect(await answersAt(address)).toBe(true);
      const gone = new Promise((resolve) => child.once('exit', resolve));
      if (end === 'crash') child.stdin.write('now');
      else child.kill(end);
      await gone;
      await untilSilent(address);
    },
  );
});

describe('findServerBinary', () => {
  it('prefers the program on the PATH', async () => {
    const path = join(folder, 'temporal');
    writeFileSync(path, '#!/bin/sh\n', { mode: 0o755 });
    expect(await findServerBinary('temporal', { searchPath: `/nowhere:${folder}` })).toEqual({
      path,
      source: 'path',
    });
  });

  it('finds the time-skipping server without anything on the PATH', async () => {
    const { path, source } = await findServerBinary('temporal-test-server', { searchPath: '' });
    expect(source).not.toBe('path');
    expect(path).toContain('.cache');
  });
});
