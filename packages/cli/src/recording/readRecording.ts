import { openRecording, type OpenedRecording } from '@millrace/simulator/node';
import { UsageError } from '../shell/usageError.ts';
import { awsRegion } from './awsRegion.ts';
import { regionInArn } from './regionInArn.ts';

/** A recording that has been read through once, as `simulate` takes it. */
export type CheckedRecording = Omit<OpenedRecording, 'first'> & {
  /** The region of AWS that the first record names. */
  readonly region: string | undefined;
};

/**
 * Reads a recording of one or several files through before anything runs, so that a bad line ends no replay half-way.
 * Throws a `UsageError` for an empty one, and a `RecordingError` that names the line.
 */
export async function readRecording(files: readonly string[]): Promise<CheckedRecording> {
  const { first, ...opened } = await openRecording(files);
  if (first === undefined) {
    throw new UsageError(
      `The recording ${files.map((file) => (file === '-' ? 'on standard input' : file)).join(', ')} has no records, so a replay would prove nothing.${opened.notices.map((notice) => ` ${notice}`).join('')} ` +
        'Record a stream that holds some: millrace capture --table <name> > recording.ndjson',
    );
  }
  return { ...opened, region: awsRegion(first.awsRegion) ?? regionInArn(first.eventSourceARN) };
}
