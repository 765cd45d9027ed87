import { setCurrentDetails, sleep } from '@temporalio/workflow';

/** A workflow with everything that is encrypted and shown in the Temporal UI. */
export async function summaryWorkflow(customer: string): Promise<string> {
  setCurrentDetails(`waits for ${customer}`);
  await sleep(1, { summary: `a nap for ${customer}` });
  return `greeted ${customer}`;
}
