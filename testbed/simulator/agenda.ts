/** One task and the time it waits for. */
export interface AgendaEntry {
  readonly atMs: number;
  readonly task: () => unknown;
}

interface Slot extends AgendaEntry {
  readonly sequence: number;
}

/** Tasks in the order of their time; equal times keep the order in which they were added. */
export interface Agenda {
  add(entry: AgendaEntry): { cancel(): void };
  /** When the next task is due (Unix milliseconds), or undefined when nothing waits. */
  nextAt(): number | undefined;
  /** Takes out the next task that is due at `nowMs` or earlier. */
  takeDue(nowMs: number): AgendaEntry | undefined;
  clear(): void;
}

/**
 * A sorted array, not a heap: nearly every task of a payment simulator is later than all others
 * (an expiry, counted from now), so it is appended, and a cancelled one leaves no closure behind.
 */
export function createAgenda(): Agenda {
  const slots: Slot[] = [];
  let sequence = 0;

  function positionOf(atMs: number, order: number): number {
    let low = 0;
    let high = slots.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const slot = slots[middle];
      if (slot !== undefined && (slot.atMs < atMs || (slot.atMs === atMs && slot.sequence < order)))
        low = middle + 1;
      else high = middle;
    }
    return low;
  }

  return {
    add(entry) {
      const slot: Slot = { ...entry, sequence: sequence++ };
      slots.splice(positionOf(slot.atMs, slot.sequence), 0, slot);
      return {
        cancel() {
          const position = positionOf(slot.atMs, slot.sequence);
          if (slots[position] === slot) slots.splice(position, 1);
        },
      };
    },
    nextAt: () => slots[0]?.atMs,
    takeDue(nowMs) {
      const first = slots[0];
      return first !== undefined && first.atMs <= nowMs ? slots.shift() : undefined;
    },
    clear() {
      slots.length = 0;
    },
  };
}
