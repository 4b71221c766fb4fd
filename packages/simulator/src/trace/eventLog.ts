import { PackedEvents } from './packedEvents.ts';
import type { TraceEvent } from './traceEvent.ts';

/** What is packed: a run of no more than `longRun` events keeps them as they are. */
interface Packing {
  readonly longRun: number;
  readonly atOnce: number;
}

const usual: Packing = { longRun: 65_536, atOnce: 2048 };

/** The events of a run, in order. Those of a long run are packed, but for the newest, as memory would end otherwise. */
export class EventLog implements Iterable<TraceEvent> {
  #packed: readonly PackedEvents[] = [];
  #recent: TraceEvent[] = [];
  #newest: TraceEvent | undefined;
  #mostRecent: number;
  #length = 0;
  #weight = 0;
  readonly #packing: Packing;

  constructor(packing = usual) {
    this.#packing = packing;
    this.#mostRecent = packing.longRun;
  }

  push(event: TraceEvent): void {
    if (this.#recent.length === this.#mostRecent) this.#pack();
    this.#recent.push(event);
    this.#newest = event;
    this.#length++;
    const holdsRecords = event.type === 'recordsRead' || event.type === 'recordsSkipped';
    this.#weight += holdsRecords ? 1 + event.sequenceNumbers.length : 1;
  }

  /** How many events and records it holds: one for each event, one more for each record that one read or skipped. */
  get weight(): number {
    return this.#weight;
  }

  /** Whether some of its events would have to be made anew. */
  get isPacked(): boolean {
    return this.#packed.length > 0;
  }

  get newest(): TraceEvent | undefined {
    return this.#newest;
  }

  *[Symbol.iterator](): Generator<TraceEvent> {
    for (const packed of this.#packed) yield* packed.unpacked();
    yield* this.#recent;
  }

  /** All events, as they are from now on: a trace that is read event by event needs no other form of them. */
  all(): readonly TraceEvent[] {
    if (this.#packed.length === 0) return this.#recent;
    const packed = this.#packed.toReversed();
    this.#packed = [];
    const all: TraceEvent[] = [];
    all.length = this.#length;
    let index = 0;
    // One after the other is let go of, so that there are never two of each.
    for (let next = packed.pop(); next !== undefined; next = packed.pop()) {
      for (const event of next.unpacked()) all[index++] = event;
    }
    for (const event of this.#recent) all[index++] = event;
    this.#recent = all;
    return all;
  }

  /** What happens to one of them is not seen by the other. */
  copy(): EventLog {
    const copy = new EventLog(this.#packing);
    copy.#packed = this.#packed;
    copy.#recent = [...this.#recent];
    copy.#newest = this.#newest;
    copy.#mostRecent = this.#mostRecent;
    copy.#length = this.#length;
    copy.#weight = this.#weight;
    return copy;
  }

  #pack(): void {
    const { atOnce } = this.#packing;
    const packed: PackedEvents[] = [];
    for (let from = 0; from < this.#recent.length; from += atOnce) {
      packed.push(new PackedEvents(this.#recent.slice(from, from + atOnce)));
    }
    this.#packed = [...this.#packed, ...packed];
    this.#recent = [];
    this.#mostRecent = atOnce;
  }
}
