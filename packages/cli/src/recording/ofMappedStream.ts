import type { CheckedRecording } from './readRecording.ts';

/** Of a recording of several streams, those that a mapping reads, and what to say about the others. */
export interface MappedStream {
  readonly source: CheckedRecording['source'];
  readonly count: number;
  readonly notice: string | undefined;
}

/**
 * A mapping that names its stream reads that one: of a recording of several tables, the shards of its table are taken. Where no
 * shard is of that table, as with a stand-in for an ARN that only a deployment knows, all are.
 */
export function ofMappedStream({ source, count }: CheckedRecording, streamArn: unknown): MappedStream {
  const all = { source, count, notice: undefined };
  const [, table] = /:table\/([^/]+)/u.exec(typeof streamArn === 'string' ? streamArn : '') ?? [];
  if (!('shards' in source) || table === undefined) return all;
  const entries = Object.entries(source.shards);
  const own = entries.filter(([, { records }]) => {
    return records.some((record) => record.eventSourceARN?.includes(`:table/${table}/`) === true);
  });
  if (own.length === 0 || own.length === entries.length) return all;
  const kept = own.reduce((sum, [, { records }]) => sum + records.length, 0);
  const left = count - kept;
  return {
    source: { shards: Object.fromEntries(own) },
    count: kept,
    notice: `The mapping reads the stream of ${table}: ${left === 1 ? '1 record of another stream is' : `${left} records of other streams are`} left out.`,
  };
}
