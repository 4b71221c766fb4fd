import type { RecordOf, StreamDefinition, WireRecord } from '@millrace/records';
import { check } from '../options/check.ts';
import { HandlerOptionError } from '../options/handlerOptionError.ts';
import type { WindowHandler } from './tumblingWindow.ts';
import type { WindowDefinition } from './windowDefinition.ts';
import { windowReducer } from './windowReducer.ts';
import { readState, writeState } from './windowState.ts';

/**
 * Reduces records to the state a window would hand to `finish`, without Lambda and without effects.
 *
 * Takes what `tumblingWindow` made, with wire or decoded records, or a bare definition with decoded ones. Between any
 * two records the state goes through JSON, as it may on AWS, and near its limit through `compact`: what would not survive
 * there shows up here.
 *
 * @example
 * expect(reduceWindow(revenue, [orders.insert({ orderId: 'o-1', total: 12 })])).toEqual({ orders: 1, revenue: 12 });
 */
export function reduceWindow<S extends StreamDefinition, State>(
  window: WindowHandler<S, State>,
  records: Iterable<WireRecord | RecordOf<S>>,
): State;
export function reduceWindow<S extends StreamDefinition, State>(
  window: WindowDefinition<S, State>,
  records: Iterable<RecordOf<S>>,
): State;
export function reduceWindow<S extends StreamDefinition, State>(
  window: WindowHandler<S, State> | WindowDefinition<S, State>,
  records: Iterable<WireRecord | RecordOf<S>>,
): State {
  const { stream, definition } = 'stream' in window ? window : { stream: undefined, definition: window };
  check({ records }, 'a list of records, such as the Records of an event', isIterable);
  let stored: unknown = {};
  for (const given of records) {
    const record = 'raw' in given ? given : decoded(stream, given);
    if (record === undefined) continue;
    const reducer = windowReducer(definition, stored);
    reducer.add(record);
    stored = JSON.parse(JSON.stringify(writeState(definition, reducer.progress(), { logger: console })));
  }
  return readState(definition, stored).state;
}

function isIterable(value: unknown): boolean {
  return typeof (value as Partial<Iterable<unknown>> | null | undefined)?.[Symbol.iterator] === 'function';
}

function decoded<S extends StreamDefinition>(stream: S | undefined, wire: WireRecord): RecordOf<S> | undefined {
  if (stream !== undefined) return stream.decode(wire) as RecordOf<S> | undefined;
  throw new HandlerOptionError(
    'records',
    'a wire record',
    'decoded records, or what tumblingWindow made as the window',
  );
}
