import type { StreamDefinition } from '@millrace/records';
import { AttemptScope } from '../call/attemptScope.ts';
import { answerTo } from '../batch/batchHandler.ts';
import { checkStream, type CommonOptions, type ResolvedOptions, resolveCommonOptions } from '../batch/batchOptions.ts';
import { watchTime } from '../call/invocationTime.ts';
import { processRecords } from '../batch/processBatch.ts';
import type { LambdaContext } from '../call/streamEvent.ts';
import { checkDefinition, type CodecFor, type WindowDefinition } from './windowDefinition.ts';
import { type Window, type WindowEvent, type WindowResponse, windowOf, windowRecordsOf } from './windowEvent.ts';
import { windowReducer } from './windowReducer.ts';
import { writeState } from './windowState.ts';

/** Options of {@link tumblingWindow} beside the definition of the window. */
export type WindowOptions = CommonOptions;

/** A Lambda function for a mapping with TumblingWindowInSeconds; carries its definition, for `reduceWindow`. */
export interface WindowHandler<S extends StreamDefinition, State> {
  (event: WindowEvent, context?: LambdaContext): Promise<WindowResponse>;
  readonly stream: S;
  readonly definition: WindowDefinition<S, State>;
}

/**
 * Makes a Lambda function that reduces the records of each tumbling window to one state (S46 to S57).
 *
 * Each answer carries the state. A record that fails is answered with the state before it and its sequence number, so
 * the mapping needs FunctionResponseTypes: ['ReportBatchItemFailures'], or pass `onFailure: 'throw'`. Records delivered
 * again do not count twice. The state may have 1 MB of JSON.
 *
 * @example
 * export const revenue = tumblingWindow(orders, {
 *   initial: () => ({ orders: 0, revenue: 0 }),
 *   reduce: (state, record) =>
 *     record.eventName === 'INSERT'
 *       ? { orders: state.orders + 1, revenue: state.revenue + record.newImage.total }
 *       : state,
 *   finish: (state, window) => metrics.put('Revenue', state.revenue, { at: window.end }),
 * });
 */
export function tumblingWindow<S extends StreamDefinition, State>(
  stream: S,
  definition: WindowDefinition<S, State> & CodecFor<NoInfer<State>>,
  options: WindowOptions = {},
): WindowHandler<S, State> {
  checkStream(stream);
  checkDefinition(definition);
  const resolved = resolveCommonOptions(options);
  async function handle(event: WindowEvent, context?: LambdaContext): Promise<WindowResponse> {
    const records = windowRecordsOf(event);
    const reducer = windowReducer(definition, event.state);
    const outcome = await processRecords(stream, reducer.add, records, context, resolved);
    const { batchItemFailures } = answerTo(outcome, resolved.onFailure);
    const isOver = event.isFinalInvokeForWindow && outcome.retryFrom === undefined;
    // A final call brings no records (S49): its state ends with the window, so its size no longer matters.
    const isUnchanged = isOver && records.length === 0;
    const progress = reducer.progress();
    const state = isUnchanged ? (event.state ?? {}) : writeState(definition, progress, resolved);
    if (isOver) await finish(definition, progress.state, windowOf(event, progress.upTo), context, resolved);
    return { state, batchItemFailures };
  }
  return Object.assign(handle, { stream, definition });
}

async function finish<S extends StreamDefinition, State>(
  definition: WindowDefinition<S, State>,
  state: State,
  window: Window,
  context: LambdaContext | undefined,
  options: ResolvedOptions,
): Promise<void> {
  const scope = new AttemptScope(context, () => options.logger);
  await watchTime(context, options).within(definition.finish(state, window, scope), scope);
}
