import { arrangedShards, type RecordedShard } from './arrangedShards.ts';
import { noticesOf, type RecordingFiles, allLines } from './openRecording.ts';
import { type RecordingOptions, warning } from './recording.ts';

/**
 * All shards of a recording by their id, as `simulate` takes them in `shards`; the whole file is held in memory.
 *
 * A recording of a single lineage carries no shard ids and gives one shard, with the id that `simulate` gives `records`. A parent without records of
 * its own in the file is left out. Each stream of the recording has shards of its own. What is read, and how records are put
 * in order, is as for `openRecording`. Throws a `RecordingError` that names the file and the line.
 *
 * @example
 * const trace = await simulate({ handler, shards: await recordedShards('recordings/orders.ndjson'), mapping });
 */
export async function recordedShards(
  files: RecordingFiles,
  { onNotice = warning }: RecordingOptions = {},
): Promise<Readonly<Record<string, RecordedShard>>> {
  const counts = { passedOver: 0, bareLists: new Set<string>() };
  const { shards, notices } = arrangedShards(await allLines(files, counts));
  [...noticesOf(counts), ...notices].forEach(onNotice);
  return shards;
}
