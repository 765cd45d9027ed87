import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import proto, { type temporal } from '@temporalio/proto';
import { z } from 'zod';
import type { KeyRing } from '../../platform/temporal/key-ring.js';
import { historyNames, type HistoryName } from './history-names.js';

type History = temporal.api.history.v1.IHistory;

const HistoryMessage = proto.temporal.api.history.v1.History;

const folder = fileURLToPath(new URL('./histories', import.meta.url));

/** Encrypts the committed histories. It protects nothing: they are made from invented people by simulated providers. */
export const replayKeyRing: KeyRing = {
  currentKeyId: 'replay-tests',
  keys: new Map([['replay-tests', Buffer.alloc(32, 'no secret: tests only')]]),
};

export function saveHistory(name: HistoryName, history: History): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, fileOf(name)), `${JSON.stringify(HistoryMessage.create(history), null, 1)}\n`);
}

/** What is committed, whatever it is. */
export function committedFiles(): readonly string[] {
  return readdirSync(folder);
}

export function fileOf(name: HistoryName): string {
  return `${name}.json`;
}

/** Every history that there has to be. */
export function loadHistories(): { readonly name: HistoryName; readonly history: History }[] {
  return historyNames.map((name) => ({
    name,
    history: HistoryMessage.fromObject(
      z.record(z.string(), z.unknown()).parse(JSON.parse(readFileSync(join(folder, fileOf(name)), 'utf8'))),
    ),
  }));
}
