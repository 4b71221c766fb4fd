import { compareSequenceNumbers } from '@millrace/records';
import { range } from '../trace/describeEvent.ts';
import type { Trace } from '../trace/trace.ts';
import type { Finding } from './finding.ts';
import { refuseNoTrace } from './refuseNoTrace.ts';

/** A record, a record of a shard, or a shard. */
export interface ExpectedRead {
  readonly sequenceNumber?: string;
  readonly shardId?: string;
}

const mostShards = 3;

/**
 * Finds what a trace cannot know: `notRead`, a record that was not read though the run read past its place, or read nothing at
 * all; or a shard that the stream does not have. "It was not discarded" and "it was never in a call" are true of each of
 * them, and most often they are a slip of the pen. A record behind what was read may wait there, behind a blocked batch
 * or the end of the run, so it is none. Sequence numbers are compared as numbers.
 */
export function checkRead(trace: Trace, expected: readonly ExpectedRead[]): readonly Finding[] {
  refuseNoTrace('checkRead', trace);
  const read = numbersOf(trace);
  const hasRead = [...read.values()].some((numbers) => numbers.length > 0);
  return expected.flatMap(({ sequenceNumber, shardId }): readonly Finding[] => {
    if (shardId !== undefined && !read.has(shardId)) {
      const message = `The stream has no shard ${shardId}: it has ${[...read.keys()].join(', ')}.`;
      return [{ code: 'notRead', message, shardId, sequenceNumbers: [], eventIndexes: [] }];
    }
    if (sequenceNumber === undefined) return [];
    const shards = [...read].flatMap(([name, numbers]) => ((shardId ?? name) === name ? [numbers] : []));
    if (hasRead && shards.some((numbers) => mayHave(numbers, sequenceNumber))) return [];
    const where = shardId === undefined ? '' : ` of ${shardId}`;
    const message = `No record ${sequenceNumber}${where} was read: ${readText(read, shardId)}.`;
    const place = shardId === undefined ? {} : { shardId };
    return [{ code: 'notRead', message, ...place, sequenceNumbers: [sequenceNumber], eventIndexes: [] }];
  });
}

function numbersOf({ events, scenario }: Trace): ReadonlyMap<string, readonly string[]> {
  const read = new Map<string, string[]>(Object.keys(scenario.shards).map((shardId) => [shardId, []]));
  for (const event of events) {
    if (event.type !== 'recordsRead') continue;
    const numbers = read.get(event.shardId);
    if (numbers === undefined) read.set(event.shardId, [...event.sequenceNumbers]);
    else for (const number of event.sequenceNumbers) numbers.push(number);
  }
  return read;
}

function readText(read: ReadonlyMap<string, readonly string[]>, shardId: string | undefined): string {
  const shards = [...read].filter(([name, numbers]) => numbers.length > 0 && (shardId ?? name) === name);
  if (shards.length === 0) return 'the run read nothing';
  const shown = shards.slice(0, mostShards).map(([name, numbers]) => `${range([...new Set(numbers)])} of ${name}`);
  const more = shards.length > mostShards ? ` and ${shards.length - mostShards} more shards` : '';
  return `the run read ${shown.join(', ')}${more}`;
}

/** Whether a shard of which these were read, in order and some again, has a record, or may have it behind them. */
function mayHave(read: readonly string[], sequenceNumber: string): boolean {
  const isPast = read.some((other) => compareSequenceNumbers(other, sequenceNumber) > 0);
  return !isPast || read.some((other) => compareSequenceNumbers(other, sequenceNumber) === 0);
}
