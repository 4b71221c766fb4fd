import { compareSequenceNumbers, type RecordOf, type StreamDefinition } from '@millrace/records';
import { isThenable } from './attemptScope.ts';
import { HandlerOptionError } from './batchOptions.ts';
import type { WindowDefinition } from './windowDefinition.ts';
import { type Progress, readState } from './windowState.ts';

/** Adds records to the state of one call. */
export class WindowReducer<S extends StreamDefinition, State> {
  /** The state after the last record that was added. */
  progress: Progress<State>;
  readonly #definition: WindowDefinition<S, State>;
  readonly #stored: unknown;
  readonly #added: RecordOf<S>[] = [];

  constructor(definition: WindowDefinition<S, State>, stored: unknown) {
    this.#definition = definition;
    this.#stored = stored;
    this.progress = readState(definition, stored);
  }

  /** Adds a record, unless it is in the state already. When `reduce` throws, the state is as it was. */
  add(record: RecordOf<S>): void {
    const { upTo } = this.progress;
    const { sequenceNumber } = record;
    const keepsUpTo = this.#definition.ignoreRedelivered !== false;
    if (keepsUpTo && upTo !== undefined && compareSequenceNumbers(sequenceNumber, upTo) <= 0) return;
    try {
      const state = this.#reduced(this.progress.state, record);
      this.progress = { state, upTo: keepsUpTo ? sequenceNumber : undefined };
      this.#added.push(record);
    } catch (error) {
      this.#restore();
      throw error;
    }
  }

  /** A `reduce` that changes the state in place may have thrown half-way: go back and add what had succeeded. */
  #restore(): void {
    let { state } = readState(this.#definition, this.#stored);
    for (const record of this.#added) state = this.#reduced(state, record);
    this.progress = { ...this.progress, state };
  }

  #reduced(state: State, record: RecordOf<S>): State {
    const next = this.#definition.reduce(state, record);
    if (next !== undefined && !isThenable(next)) return next;
    if (isThenable(next)) next.then(undefined, () => {}); // It is refused here; nobody else would hear it fail.
    const answer =
      next === undefined ? 'a function that answers with undefined' : 'a function that answers with a promise';
    throw new HandlerOptionError(
      'reduce',
      answer,
      'one that answers with the new state at once; effects belong in finish',
    );
  }
}
