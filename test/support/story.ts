import type { Client } from '@temporalio/client';

/** One line for each event of a workflow's history, for messages of failing tests. */
export async function storyOf(client: Client, workflowId: string): Promise<string> {
  const history = await client.workflow.getHandle(workflowId).fetchHistory();
  return (history.events ?? [])
    .map((event) => {
      const attributes = Object.entries(event).find(
        ([key, value]) => key.endsWith('EventAttributes') && value,
      );
      const text = JSON.stringify(attributes?.[1] ?? {}, (key, value: unknown) =>
        ['payloads', 'payload', 'data', 'header'].includes(key) ? undefined : value,
      );
      return `${String(event.eventId)} ${attributes?.[0] ?? ''} ${text.slice(0, 400)}`;
    })
    .join('\n');
}
