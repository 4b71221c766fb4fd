import { durationText } from './durationText.ts';

/** How far a replay is. */
export interface Progress {
  readonly realMs: number;
  readonly virtualMs: number;
  readonly calls: number;
  readonly read: number;
  readonly recorded: number;
  /** The batch that is being tried again: its first record, and for the how-manieth time it is sent. */
  readonly retried: { readonly sequenceNumber: string; readonly attempt: number } | undefined;
}

/** How far a replay is, in a sentence. */
export function progressText({ realMs, virtualMs, calls, read, recorded, retried }: Progress): string {
  const again =
    retried === undefined || retried.attempt < 2
      ? ''
      : `; record ${retried.sequenceNumber} is being tried for the ${grouped(retried.attempt)}. time`;
  return (
    `${durationText(realMs)}: ${grouped(Math.min(read, recorded))} of ${grouped(recorded)} records read, ` +
    `${grouped(calls)} ${calls === 1 ? 'call' : 'calls'}, ${durationText(virtualMs)} of virtual time${again}.`
  );
}

/** What makes a replay last: only said when it does, and only of what is not set. */
export function endlessHint(mapping: Readonly<Record<string, unknown>>): string | undefined {
  const isUnlimited = (name: string) => (mapping[name] ?? -1) === -1;
  if (!isUnlimited('MaximumRetryAttempts') || !isUnlimited('MaximumRecordAgeInSeconds')) return undefined;
  return (
    'millrace: The mapping sets neither MaximumRetryAttempts nor MaximumRecordAgeInSeconds, so a record that fails is tried again for the ' +
    '24 hours that the stream holds it. To see it given up sooner: --set MaximumRetryAttempts=2\n'
  );
}

function grouped(count: number): string {
  return count.toLocaleString('en-US');
}
