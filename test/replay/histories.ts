import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import proto, { type temporal } from '@temporalio/proto';
import { z } from 'zod';
import type { KeyRing } from '../../platform/temporal/key-ring.js';

type History = temporal.api.history.v1.IHistory;

const HistoryMessage = proto.temporal.api.history.v1.History;

const folder = fileURLToPath(new URL('./histories', import.meta.url));

/** Encrypts the committed histories. It protects nothing: they are made from invented people by simulated providers. */
export const replayKeyRing: KeyRing = {
  currentKeyId: 'replay-tests',
  keys: new Map([['replay-tests', Buffer.alloc(32, 'no secret: tests only')]]),
};

export function saveHistory(name: string, history: History): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, `${name}.json`), `${JSON.stringify(HistoryMessage.create(history), null, 1)}\n`);
}

/** Every committed history, by name. */
export function loadHistories(): { readonly name: string; readonly history: History }[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith('.json'))
    .map((file) => ({
      name: basename(file, '.json'),
      history: HistoryMessage.fromObject(
        z.record(z.string(), z.unknown()).parse(JSON.parse(readFileSync(join(folder, file), 'utf8'))),
      ),
    }));
}
