import type { InvoiceStatus } from '../../../contracts/billing.js';
import type { Decision } from '../../../domain/situation.js';
import { kept } from '../../../domain/sums.js';
import { CollectionModel, type Judge, type World } from './collection-model.js';
import type { History, Schedule } from './history.js';
import { RazorpayModel } from './razorpay-model.js';
import { TogaiModel } from './togai-model.js';

/** When everything has long come to rest, in minutes: what is still held then stays held. */
const rest = 14 * 24 * 60;
const mostLooks = 600;

/** Minutes until an ended collection is told of news: by the receiver, or a reconciliation. */
const handOver = 30;

/** How a look left the collection, for judging what happened until the next. */
export interface Posture {
  readonly from: number;
  readonly isWanted: boolean;
}

export interface Ending {
  readonly world: World;
  readonly decision: Decision;
  readonly at: number;
  readonly looks: number;
  readonly postures: readonly Posture[];
}

/** The money of an invoice when everything is over. */
export interface FinalMoney {
  readonly kept: number;
  readonly sentBack: number;
  readonly togai: InvoiceStatus;
}

/**
 * Runs a history to its end. A collection that has ended is opened again by what a webhook or a reconciliation hands over,
 * and by nothing else.
 */
export function runHistory(history: History, schedule: Schedule, judge: Judge = () => undefined): Ending {
  const world = { razorpay: new RazorpayModel(history), togai: new TogaiModel(history) };
  const hints = [...schedule.hints].sort((a, b) => a - b);
  const { cancelAt } = history;
  const postures: Posture[] = [];
  let collection = new CollectionModel(history, schedule, world, 0, judge);
  let minute = 0;
  let hinted = false;
  for (let looks = 1; looks <= mostLooks; looks += 1) {
    const { decision, next } = collection.look(minute, hinted);
    const ended = decision.kind === 'finish';
    postures.push({ from: minute, isWanted: !ended && collection.isWanted });
    const news = ended ? world.razorpay.nextNews(minute) : undefined;
    if ((ended && news === undefined) || minute > rest)
      return { world, decision, at: minute, looks, postures };
    if (news !== undefined) {
      minute = news + handOver;
      hinted = true;
      collection = new CollectionModel(history, schedule, world, minute, judge);
      continue;
    }
    const now = minute;
    const hint = hints.find((at) => at > now);
    const cancel = cancelAt !== undefined && cancelAt > now ? cancelAt : Infinity;
    minute = Math.min(next, hint ?? Infinity, cancel);
    hinted = minute === hint;
  }
  throw new Error(`No end after ${mostLooks} looks`);
}

export function finalMoney({ world: { razorpay, togai } }: Ending): FinalMoney {
  const far = 2 * rest;
  const ids = new Set(razorpay.refunds.map(({ paymentId }) => paymentId));
  const sentBack = [...ids].reduce((sum, paymentId) => sum + razorpay.sentBack(paymentId, far), 0);
  return { kept: kept(razorpay.facts(far)), sentBack, togai: togai.invoice(far).status };
}
