import { keyOf } from '@millrace/records';
import type { DynamoDBRecord } from 'aws-lambda';
import { type LoopStep, ScenarioError } from '../scenario/scenarioError.ts';
import type { TableWrite } from '../scenario/streamingTable.ts';
import { keyIfAny } from './keyIfAny.ts';

/** A call of the function, and the records that it got. */
export interface Call {
  readonly invocation: number;
  /** The name of its mapping, where several run together. */
  readonly mapping?: string | undefined;
  readonly sequenceNumbers: readonly string[];
}

/** What led to a write. */
export interface Cause {
  readonly parent: string | undefined;
  readonly invocation: number | undefined;
  readonly mapping?: string | undefined;
}

interface Known {
  readonly generation: number;
  readonly itemKey: string;
  readonly eventName: string;
  readonly cause: (Cause & { readonly by: string }) | undefined;
}

/**
 * Which record led to which. A record that is given is of generation 0; one that a call wrote is one generation behind the
 * youngest of what the call got, so that no handler is accused of more than it did.
 */
export class Lineage {
  readonly #most: number;
  readonly #known = new Map<string, Known>();
  #endless: string | undefined;

  constructor(most: number) {
    this.#most = most;
  }

  given(wire: DynamoDBRecord): void {
    this.#know(wire, 0, undefined);
  }

  /** A record that a write made. */
  born(wire: DynamoDBRecord, cause: Cause & { readonly by: string }): void {
    const generation = cause.parent === undefined ? 0 : (this.#known.get(cause.parent)?.generation ?? 0) + 1;
    this.#know(wire, generation, cause);
    if (generation > this.#most) this.#endless ??= wire.dynamodb?.SequenceNumber;
  }

  /** The record that led to a write: of those of the calls under way, one of the lowest generation; of these, of the same item. */
  causeOf(write: TableWrite, calls: readonly Call[]): Cause {
    const itemKey = keyOf(write.keys);
    let least: { readonly parent: string; readonly call: Call; readonly rank: number } | undefined;
    for (const call of calls) {
      for (const parent of call.sequenceNumbers) {
        const known = this.#known.get(parent);
        const rank = 2 * (known?.generation ?? 0) + (known?.itemKey === itemKey ? 0 : 1);
        if (least === undefined || rank < least.rank) least = { parent, call, rank };
      }
    }
    const { invocation, mapping } = least?.call ?? calls[0] ?? {};
    return { parent: least?.parent, invocation, mapping };
  }

  refuseEndless(): void {
    if (this.#endless === undefined) return;
    const { cycle, isOfNewItems } = shortestCycle(this.#chainTo(this.#endless));
    const told = cycle.map(
      ({ record, eventName, itemKey, invocation, mapping, write, leadsTo }) =>
        `  record ${record} (${eventName} ${itemKey}) came to invocation ${invocation}${mapping === undefined ? '' : ` of ${mapping}`}, which wrote (${write}) record ${leadsTo}`,
    );
    const kind = isOfNewItems ? 'each time of items that were not there before' : 'again and again';
    throw new ScenarioError(
      'EndlessLoop',
      `The handler feeds itself: of ${this.#most + 1} records, the limit of \`maximumGenerations\`, each led to the next. The smallest cycle, ${kind}:\n${told.join('\n')}\n` +
        'On AWS this goes on until somebody stops it, and each round is paid for. Write only what changes something, let FilterCriteria keep ' +
        'your own writes from the function, or write to another table. If so long a chain is meant, raise `maximumGenerations`.',
      { cycle },
    );
  }

  #know(wire: DynamoDBRecord, generation: number, cause: Known['cause']): void {
    const { SequenceNumber = '', Keys = {} } = wire.dynamodb ?? {};
    this.#known.set(SequenceNumber, {
      generation,
      itemKey: keyIfAny(Keys),
      eventName: wire.eventName ?? '',
      cause,
    });
  }

  /** From the record that was given to this one, each with what it led to. */
  #chainTo(last: string): readonly LoopStep[] {
    const steps: LoopStep[] = [];
    let leadsTo = last;
    for (let made = this.#known.get(last)?.cause; made?.parent !== undefined; ) {
      const record = made.parent;
      const known = this.#known.get(record);
      const { itemKey = '', eventName = '' } = known ?? {};
      const { invocation = 0, mapping, by } = made;
      steps.push({
        record,
        itemKey,
        eventName,
        invocation,
        ...(mapping !== undefined && { mapping }),
        write: by,
        leadsTo,
      });
      leadsTo = record;
      made = known?.cause;
    }
    return steps.reverse();
  }
}

/** The smallest part that the end of a chain repeats: by items, or else by what happens to them. */
function shortestCycle(chain: readonly LoopStep[]): {
  readonly cycle: readonly LoopStep[];
  readonly isOfNewItems: boolean;
} {
  const byItem = periodOf(chain.map(({ eventName, itemKey, write }) => `${eventName} ${itemKey} ${write}`));
  if (byItem !== undefined) return { cycle: chain.slice(-byItem), isOfNewItems: false };
  const byWrite = periodOf(chain.map(({ eventName, write }) => `${eventName} ${write}`));
  return { cycle: chain.slice(-(byWrite ?? 1)), isOfNewItems: true };
}

function periodOf(labels: readonly string[]): number | undefined {
  const half = Math.floor(labels.length / 2);
  for (let period = 1; period <= half; period++) {
    if (labels.every((label, at) => at < half || label === labels[at - period])) return period;
  }
  return undefined;
}
