import { fileURLToPath } from 'node:url';
import type { DataConverter } from '@temporalio/common';
import { createEncryptionCodec } from './encryption-codec.js';
import type { KeyRing } from './key-ring.js';

/** The failure converter's file; a pre-built workflow bundle must be given the same path. */
export const failureConverterPath = fileURLToPath(new URL('./failure-converter.cjs', import.meta.url));

/**
 * The data converter that client, worker, tests and tools must all use: payloads are encrypted, and so are
 * messages and stack traces of failures. Workflow ids and search attributes are not: they hold no personal data.
 */
export function createDataConverter(keyRing: KeyRing): DataConverter {
  return { payloadCodecs: [createEncryptionCodec(keyRing)], failureConverterPath };
}
