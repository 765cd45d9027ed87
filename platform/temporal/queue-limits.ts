import type { Config } from '../config/config.js';
import type { QueueLimits } from './setup.js';

/**
 * The limits of the providers' queues, in tasks per second and connection: half of what the provider allows, because a
 * queue that was quiet lets about one second's worth pass at once, and the next second's worth right behind it. One
 * limit holds for every connection of a queue, so the most careful connection decides.
 */
export function queueLimitsOf(config: Pick<Config, 'connections'>): QueueLimits {
  const connections = [...config.connections.values()];
  return {
    razorpay: Math.min(...connections.map(({ razorpay }) => razorpay.requestsPerSecond)) / 2,
    togai: Math.min(...connections.map(({ togai }) => togai.requestsPerSecond)) / 2,
  };
}
