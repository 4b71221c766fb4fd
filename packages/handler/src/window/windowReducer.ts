import { compareSequenceNumbers, type RecordOf, type StreamDefinition } from '@millrace/records';
import { stateFrom, type WindowDefinition } from './windowDefinition.ts';
import { type Progress, readState } from './windowState.ts';

/** Adds records to the state of one call. */
export interface WindowReducer<S extends StreamDefinition, State> {
  /** Adds a record, unless it is in the state already. When `reduce` throws, the state is as it was. */
  readonly add: (record: RecordOf<S>) => void;
  /** The state after the last record that was added. */
  readonly progress: () => Progress<State>;
}

/** Begins with the state that Lambda brings. */
export function windowReducer<S extends StreamDefinition, State>(
  definition: WindowDefinition<S, State>,
  stored: unknown,
): WindowReducer<S, State> {
  const { ignoreRedelivered = true } = definition;
  const added: RecordOf<S>[] = [];
  let progress = readState(definition, stored);

  function add(record: RecordOf<S>): void {
    const { upTo } = progress;
    const { sequenceNumber } = record;
    const isLater = upTo === undefined || compareSequenceNumbers(sequenceNumber, upTo) > 0;
    if (ignoreRedelivered && !isLater) return;
    try {
      const state = reduced(progress.state, record);
      progress = { state, upTo: isLater ? sequenceNumber : upTo };
      added.push(record);
    } catch (error) {
      // A `reduce` that changes the state in place may have thrown half-way: go back and add what had succeeded.
      progress = { state: added.reduce(reduced, readState(definition, stored).state), upTo };
      throw error;
    }
  }

  function reduced(state: State, record: RecordOf<S>): State {
    return stateFrom('reduce', definition.reduce(state, record));
  }
  return { add, progress: () => progress };
}
