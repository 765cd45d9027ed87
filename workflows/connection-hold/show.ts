import { setCurrentDetails } from '@temporalio/workflow';
import type { ConnectionHoldResult, ConnectionHoldView } from '../../contracts/connection-hold.js';
import { heldReasons } from '../../contracts/held-reasons.js';
import { searchAttributeKeys as keys } from '../../contracts/search-attributes.js';
import { upsert } from '../collection/visibility.js';
import type { Hold } from './hold.js';

/** Shows the Temporal UI, and every worker that asks, where the hold stands. */
export function showHold(hold: Hold): void {
  const view = hold.view();
  const held = view.state === 'held';
  upsert([
    { key: keys.state, value: view.state },
    { key: keys.heldReason, value: held ? view.reason : null },
    { key: keys.heldSince, value: held ? iso(view.since) : null },
    { key: keys.nextLook, value: held ? new Date(view.nextProbe) : null },
    { key: keys.openedAt, value: new Date(view.since) },
  ]);
  setCurrentDetails(details(view));
}

/** The end of a hold, and its result. */
export function finishHold(hold: Hold): ConnectionHoldResult {
  hold.isOver = true;
  const { connection, reason, since, release, probes, hinted } = hold.view();
  if (!release) throw new Error('A hold ends by its release');
  upsert([
    { key: keys.state, value: 'ended' },
    { key: keys.outcome, value: 'released' },
  ]);
  setCurrentDetails(details(hold.view()));
  return { connection, reason, since, release, probes, hinted };
}

function details({
  state,
  reason,
  detail,
  since,
  nextProbe,
  probes,
  lastProbe,
  release,
  hinted,
}: ConnectionHoldView): string {
  const lines = [
    `**${state}**: ${heldReasons[reason]}`,
    `since ${iso(since)}: ${detail}`,
    release
      ? `released at ${iso(release.at)} by ${release.by}: ${release.why}; ${hinted} told to go on`
      : `next probe at ${iso(nextProbe)}, ${probes} so far; to release it by hand, send \`releaseSignal\``,
  ];
  if (lastProbe)
    lines.push(
      `last tried at ${iso(lastProbe.at)} by ${lastProbe.invoiceId}: ${lastProbe.end ?? 'no answer yet'}`,
    );
  return lines.map((line) => `- ${line}`).join('\n');
}

function iso(at: number): string {
  return new Date(at).toISOString();
}
