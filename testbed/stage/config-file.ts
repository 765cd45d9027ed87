import { writeFileSync } from 'node:fs';
import type { Config } from '../../platform/config/config.js';
import { formatKeyRing } from '../../platform/temporal/key-ring.js';

/** Writes a configuration as worker and receiver read it, for nobody else's eyes. JSON is YAML. */
export function writeConfigFile(path: string, config: Config): void {
  const { temporal, publicUrl, time, keyRing, connections } = config;
  const content = {
    ...{ temporal, publicUrl, time, encryptionKeys: formatKeyRing(keyRing) },
    connections: Object.fromEntries(
      [...connections].map(([name, { environment, razorpay, togai, returnUrl, policy }]) => [
        name,
        { environment, razorpay, togai, returnUrl, policy },
      ]),
    ),
  };
  writeFileSync(path, JSON.stringify(content), { mode: 0o600 });
}
