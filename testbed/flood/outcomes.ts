import type { Stage } from '../stage/stage.js';
import { inLanes } from './lanes.js';
import type { OpenInvoice } from './open-invoices.js';

/** Waits for every collection's end, and tells which did not end paid. @param withinMs wall-clock milliseconds for each */
export async function unpaidAmong(
  { connection, orchestrator }: Pick<Stage, 'connection' | 'orchestrator'>,
  opened: readonly OpenInvoice[],
  { lanes, withinMs }: { readonly lanes: number; readonly withinMs: number },
): Promise<string[]> {
  const violations: string[] = [];
  await inLanes(opened, lanes, async ({ invoiceId }) => {
    try {
      const result = await orchestrator.waitForOutcome({ connection, invoiceId, timeoutMs: withinMs });
      if (result?.outcome !== 'paid')
        violations.push(`${invoiceId}: ended ${result?.outcome ?? 'not at all'}`);
    } catch (error) {
      violations.push(`${invoiceId}: ${error instanceof Error ? error.message : String(error)}`);
    }
  });
  return violations;
}
