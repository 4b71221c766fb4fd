import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll } from '@jest/globals';

const folders: string[] = [];
afterAll(() => folders.forEach((folder) => rmSync(folder, { recursive: true })));

/** Writes files into a folder of their own, which is removed after the tests. */
export function temporaryFolder(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'millrace-cli-'));
  folders.push(folder);
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), content);
  }
  return folder;
}

/** The same for one file, whose path it gives. */
export function temporaryFile(name: string, content: string): string {
  return join(temporaryFolder({ [name]: content }), name);
}

/** A line of a recording: an insert of item `id`, a second after the one before. */
export function line(sequenceNumber: number, id: string, more: object = {}): string {
  return JSON.stringify({
    eventID: `e${sequenceNumber}`,
    eventName: 'INSERT',
    eventVersion: '1.1',
    eventSource: 'aws:dynamodb',
    awsRegion: 'eu-west-1',
    dynamodb: {
      ApproximateCreationDateTime: 1_790_000_000 + sequenceNumber,
      Keys: { id: { S: id } },
      NewImage: { id: { S: id } },
      SequenceNumber: String(sequenceNumber),
      SizeBytes: 8,
      StreamViewType: 'NEW_AND_OLD_IMAGES',
    },
    eventSourceARN: 'arn:aws:dynamodb:eu-west-1:123456789012:table/T/stream/2026-01-01T00:00:00.000',
    ...more,
  });
}
