import { pino, type DestinationStream, type Logger } from 'pino';

// Names of fields that hold a secret or personal data, at any of the depths we log: top level, inside an
// object, inside an object of a list or of an error's details.
const sensitiveFields = [
  ...['card', 'number', 'cvv', 'expiry_month', 'expiry_year', 'otp', 'vpa'],
  ...['email', 'primaryEmail', 'contact', 'phoneNumber', 'account_number', 'ip'],
  ...['keySecret', 'webhookSecret', 'webhookSecretPrevious', 'token', 'authorization', 'Authorization'],
  ...['key_secret', 'encryptionKeys', 'keyRing', 'password', 'secret'],
] as const;

const redactedPaths = sensitiveFields.flatMap((field) => [
  field,
  `*.${field}`,
  `*.*.${field}`,
  `*.*.*.${field}`,
]);

/**
 * A JSON logger that shows neither secrets nor personal data, whichever object is logged. On standard error by
 * default: standard output belongs to the command.
 */
export function createLogger(options: {
  name: string;
  level?: string;
  destination?: DestinationStream;
}): Logger {
  return pino(
    {
      name: options.name,
      level: options.level ?? 'info',
      redact: { paths: redactedPaths, censor: '[redacted]' },
    },
    options.destination ?? pino.destination({ dest: 2, sync: true }),
  );
}
