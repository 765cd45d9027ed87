import { z } from 'zod';

/** Whether money is real. */
export type ConnectionEnvironment = 'test' | 'live';

/** The environment that a Razorpay key belongs to, by its documented prefix. */
export function environmentOfKey(keyId: string): ConnectionEnvironment | undefined {
  if (keyId.startsWith('rzp_test_')) return 'test';
  return keyId.startsWith('rzp_live_') ? 'live' : undefined;
}

// Togai tells its environments apart by the host alone (docs: getting started, base URLs).
const togaiHosts: Readonly<Record<string, ConnectionEnvironment>> = {
  'api.togai.com': 'live',
  'sandbox-api.togai.com': 'test',
};
// One host for both: here only the key tells.
const razorpayHost = 'api.razorpay.com';

function hostOf(url: string): string | undefined {
  // A final dot names the same host.
  return URL.canParse(url) ? new URL(url).hostname.toLowerCase().replace(/\.$/, '') : undefined;
}

/** What the guard needs of a connection; a connection that lacks it has other problems first. */
export const guardedFields = z.object({
  environment: z.enum(['test', 'live']).optional(),
  razorpay: z.object({ keyId: z.string(), baseUrl: z.string().default(`https://${razorpayHost}/v1`) }),
  togai: z.object({ baseUrl: z.string().default('https://api.togai.com') }),
});

/**
 * Play money must never mark a real invoice paid: key, hosts and the stated environment must all mean the same
 * world. Returns what does not fit, by field path.
 */
export function guardEnvironment(
  connection: z.infer<typeof guardedFields>,
): { path: string; problem: string }[] {
  const { environment, razorpay, togai } = connection;
  const ofKey = environmentOfKey(razorpay.keyId);
  const togaiHost = hostOf(togai.baseUrl);
  const payHost = hostOf(razorpay.baseUrl);
  if (ofKey === undefined || togaiHost === undefined || payHost === undefined) return [];

  const problems: { path: string; problem: string }[] = [];
  const ofTogai = togaiHosts[togaiHost];
  if (ofTogai !== undefined && ofTogai !== ofKey) {
    const money =
      ofKey === 'test' ? 'play money would mark real invoices paid' : 'real money would pay test invoices';
    problems.push({
      path: 'togai.baseUrl',
      problem: `${togaiHost} is Togai's ${ofTogai === 'live' ? 'production' : 'sandbox'}, but the Razorpay key is a ${ofKey} key: ${money}`,
    });
  }
  const unknownHosts = [
    ...(payHost === razorpayHost ? [] : [payHost]),
    ...(ofTogai === undefined ? [togaiHost] : []),
  ];
  if (environment === undefined && unknownHosts.length > 0) {
    problems.push({
      path: 'environment',
      problem: `must say "test" or "live", because ${unknownHosts.join(' and ')} does not tell`,
    });
  }
  if (environment !== undefined && environment !== ofKey) {
    problems.push({
      path: 'environment',
      problem: `says ${environment}, but the Razorpay key is a ${ofKey} key`,
    });
  }
  const plain = [
    { path: 'razorpay.baseUrl', url: razorpay.baseUrl },
    { path: 'togai.baseUrl', url: togai.baseUrl },
  ].filter(({ url }) => new URL(url).protocol !== 'https:');
  if (ofKey === 'live')
    problems.push(...plain.map(({ path }) => ({ path, problem: 'must be https with a live key' })));
  return problems;
}
