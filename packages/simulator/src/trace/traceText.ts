import type { Scenario } from '../scenario/scenario.ts';
import { describeEvent } from './describeEvent.ts';
import type { TraceEvent } from './traceEvent.ts';

/** How many shards have a column of their own. */
const mostColumns = 100;

/**
 * A trace as text: a heading, then one line an event. A line has the time since the start, one column a shard with a
 * mark in the column of the event's shard, and what happened. More shards than {@link mostColumns} have a number each
 * instead, which a line then begins with: columns would make the text grow with the square of them.
 */
export function traceText(events: Iterable<TraceEvent>, scenario: Scenario): string {
  const shardIds = Object.keys(scenario.shards);
  const columns = new Map(shardIds.map((shardId, column) => [shardId, column]));
  return `${[
    heading(scenario),
    ...shardIds.map((shardId, column) => `${columnsOf(shardIds.length, column)} ${shardId}`),
  ]
    .concat(Array.from(events, (event) => eventLine(event, columns)))
    .join('\n')}\n`;
}

/** One line of the text. */
export function eventLine(event: TraceEvent, columns: ReadonlyMap<string, number>): string {
  const column = 'shardId' in event ? columns.get(event.shardId) : undefined;
  return `${timeOf(event.atMs)} ${columnsOf(columns.size, column)} ${describeEvent(event)}`;
}

function heading(scenario: Scenario): string {
  return `start ${scenario.startAt}, seed ${scenario.seed}`;
}

/** `·▸··`: the mark stands in the column of the shard. */
function columnsOf(count: number, marked: number | undefined): string {
  if (count > mostColumns) return (marked === undefined ? '·' : `▸${marked}`).padEnd(String(count).length + 1);
  let columns = '';
  for (let column = 0; column < count; column++) columns += column === marked ? '▸' : '·';
  return columns;
}

/** Seconds with milliseconds, right-aligned so that a day fits: `    12.345s`. */
export function timeOf(atMs: number): string {
  return `${(atMs / 1000).toFixed(3).padStart(9)}s`;
}
