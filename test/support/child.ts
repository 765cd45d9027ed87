import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** A configuration with the connection `acme`, for a test key or a live one. */
export function configText(keyId: string): string {
  return `
encryptionKeys: test:${Buffer.alloc(32, 1).toString('base64')}
publicUrl: https://pay.example.com
connections:
  acme:
    razorpay: { keyId: ${keyId}, keySecret: key-secret-1, webhookSecret: webhook-secret-1 }
    togai: { token: togai-token-1, webhookSecret: togai-secret-1, baseUrl: https://sandbox-api.togai.com }
    returnUrl: https://shop.example.com/paid
`;
}

export interface Child {
  readonly child: ChildProcessWithoutNullStreams;
  /** Everything on its standard error so far. */
  readonly said: () => string;
}

/** Starts processes of the product with a configuration file of their own; both are gone after each test. */
export function useChildren(): (
  program: string,
  yaml: string,
  env: Readonly<Record<string, string>>,
  ...args: readonly string[]
) => Child {
  const folders: string[] = [];
  const children: ChildProcessWithoutNullStreams[] = [];
  afterEach(() => {
    for (const child of children.splice(0)) child.kill('SIGKILL');
    for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
  });
  return (program, yaml, env, ...args) => {
    const folder = mkdtempSync(path.join(tmpdir(), 'child-'));
    folders.push(folder);
    const file = path.join(folder, 'config.yaml');
    writeFileSync(file, yaml);
    const child = spawn(process.execPath, ['--import', 'tsx', program, '--config', file, ...args], {
      ...{ cwd: root, env: { ...process.env, ...env } },
    });
    children.push(child);
    let text = '';
    child.stderr.on('data', (data: Buffer) => (text += data.toString()));
    return { child, said: () => text };
  };
}
