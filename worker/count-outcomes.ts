import { ApplicationFailure } from '@temporalio/common';
import type { ActivityInterceptorsFactory } from '@temporalio/worker';
import type { Metrics } from '../platform/telemetry/metrics.js';

/** Counts how activities end, by the error codes of the closed family. */
export function countOutcomes({ activityOutcomes }: Metrics): ActivityInterceptorsFactory {
  return (context) => ({
    inbound: {
      async execute(input, next) {
        const activity = context.info.activityType;
        try {
          const result: unknown = await next(input);
          activityOutcomes.inc({ activity, outcome: 'ok' });
          return result;
        } catch (error) {
          const code = error instanceof ApplicationFailure ? error.type : undefined;
          activityOutcomes.inc({ activity, outcome: code ?? 'unexpected' });
          throw error;
        }
      },
    },
  });
}
