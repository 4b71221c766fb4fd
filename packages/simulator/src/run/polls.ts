import type { Semantics } from '../core/semantics.ts';
import { answeredPollMs } from './shardReaders.ts';
import { shardOf } from './shardOf.ts';
import type { OrderedRead, SimulationState, WaitingPoll } from './simulationState.ts';

/** S1: the polls of shards that are waited for until there is something to read; none is planned where nothing is to come. */
export class Polls {
  readonly #state: SimulationState;
  readonly #everyMs: number;
  #count = 0;

  constructor(state: SimulationState, semantics: Semantics) {
    this.#state = state;
    this.#everyMs = answeredPollMs(semantics);
  }

  /** Plans the first of the coming polls that finds something. */
  order(shardId: string, limit: number): void {
    const { source, closesAtMs, ticket } = shardOf(this.#state, shardId);
    const { nowMs, agenda, growing } = this.#state;
    if (growing !== undefined) return this.#wait(shardId, { number: 0, sinceMs: nowMs, limit, atMs: Infinity });
    const readableAtMs = source.nextReadableAtMs() ?? closesAtMs;
    if (readableAtMs === Infinity) return;
    agenda.add(this.#pollAtMs(nowMs, readableAtMs), { kind: 'read', shardId, limit, ticket });
  }

  /** Something was written to a stream that grows: a poll that finds it may come sooner than what was waited for. */
  grown(): void {
    for (const [shardId, { poll }] of this.#state.shards) if (poll !== undefined) this.#wait(shardId, poll);
  }

  /** Whether a sooner poll has taken the place of this; if not, it is waited for no more. */
  isOvertaken({ shardId, poll }: OrderedRead): boolean {
    if (poll === undefined) return false;
    const shard = shardOf(this.#state, shardId);
    if (poll !== shard.poll?.number) return true;
    shard.poll = undefined;
    return false;
  }

  #wait(shardId: string, poll: WaitingPoll): void {
    const shard = shardOf(this.#state, shardId);
    const readableAtMs = shard.source.nextReadableAtMs();
    const atMs = readableAtMs === undefined ? Infinity : this.#pollAtMs(poll.sinceMs, readableAtMs);
    shard.poll = poll;
    if (atMs >= poll.atMs) return;
    const number = ++this.#count;
    shard.poll = { ...poll, number, atMs };
    const { ticket } = shard;
    this.#state.agenda.add(atMs, { kind: 'read', shardId, limit: poll.limit, ticket, poll: number });
  }

  #pollAtMs(sinceMs: number, readableAtMs: number): number {
    return sinceMs + Math.max(1, Math.ceil((readableAtMs - sinceMs) / this.#everyMs)) * this.#everyMs;
  }
}
