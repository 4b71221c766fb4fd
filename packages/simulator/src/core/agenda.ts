/** One thing that will happen. Entries at the same moment happen in the order in which they were added. */
export interface AgendaEntry<Event> {
  readonly atMs: number;
  readonly order: number;
  readonly event: Event;
}

/** Everything that will happen, totally ordered by (time, insertion): a binary heap. */
export class Agenda<Event> {
  readonly #heap: AgendaEntry<Event>[] = [];
  #nextOrder = 0;

  constructor(initial: readonly AgendaEntry<Event>[] = []) {
    for (const entry of initial) {
      this.#nextOrder = Math.max(this.#nextOrder, entry.order + 1);
      push(this.#heap, entry);
    }
  }

  add(atMs: number, event: Event): void {
    if (!Number.isFinite(atMs)) throw new Error(`millrace invariant: nothing can happen at ${atMs} ms.`);
    push(this.#heap, { atMs, order: this.#nextOrder++, event });
  }

  takeNext(): AgendaEntry<Event> | undefined {
    return pop(this.#heap);
  }

  get nextAtMs(): number | undefined {
    return this.#heap[0]?.atMs;
  }

  /** The entries in no particular order, for a snapshot. */
  entries(): readonly AgendaEntry<Event>[] {
    return [...this.#heap];
  }
}

function push<Event>(heap: AgendaEntry<Event>[], entry: AgendaEntry<Event>): void {
  let at = heap.push(entry) - 1;
  while (at > 0) {
    const parent = (at - 1) >> 1;
    if (!comesFirst(heap, at, parent)) return;
    swap(heap, at, parent);
    at = parent;
  }
}

function pop<Event>(heap: AgendaEntry<Event>[]): AgendaEntry<Event> | undefined {
  if (heap.length < 2) return heap.pop();
  const top = heap[0];
  heap[0] = heap.pop() as AgendaEntry<Event>;
  let at = 0;
  for (;;) {
    const left = 2 * at + 1;
    const right = left + 1;
    let first = at;
    if (left < heap.length && comesFirst(heap, left, first)) first = left;
    if (right < heap.length && comesFirst(heap, right, first)) first = right;
    if (first === at) return top;
    swap(heap, at, first);
    at = first;
  }
}

/** The total order: time, then insertion, which is unique. */
function comesFirst<Event>(heap: readonly AgendaEntry<Event>[], a: number, b: number): boolean {
  const left = heap[a] as AgendaEntry<Event>;
  const right = heap[b] as AgendaEntry<Event>;
  return left.atMs === right.atMs ? left.order < right.order : left.atMs < right.atMs;
}

function swap<Event>(heap: AgendaEntry<Event>[], a: number, b: number): void {
  const held = heap[a] as AgendaEntry<Event>;
  heap[a] = heap[b] as AgendaEntry<Event>;
  heap[b] = held;
}
