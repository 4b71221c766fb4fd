import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { RecordingError } from './recordingError.ts';
import { reasonOf } from '../words/reasonOf.ts';

/** The name of standard input among the files of a recording, as tools of the shell write it. */
export const standardInput = '-';

/**
 * The text of a file, or of standard input, in pieces: unpacked when its first bytes are those of gzip, and decoded as
 * UTF-16 when its first characters are, else as UTF-8; without a byte order mark. Throws a `RecordingError`.
 */
export async function* recordedText(path: string): AsyncGenerator<string, void, undefined> {
  const bytes = path === standardInput ? process.stdin : await opened(path);
  try {
    yield* decoded(unpacked(bytes, path));
  } catch (cause) {
    if (cause instanceof RecordingError) throw cause;
    throw unreadable(path, `cannot be read to its end: ${reasonOf(cause)}. Record or copy it again`, cause);
  } finally {
    if (path !== standardInput) bytes.destroy();
  }
}

async function opened(path: string): Promise<Readable> {
  let isFolder: boolean;
  try {
    isFolder = (await stat(path)).isDirectory();
  } catch (cause) {
    throw unreadable(
      path,
      `cannot be opened: ${reasonOf(cause)}. Paths are taken from the current directory; make a recording with: ` +
        'millrace capture --table <name> > recording.ndjson',
      cause,
    );
  }
  if (isFolder) throw unreadable(path, 'is not a file. Name the NDJSON file itself');
  return createReadStream(path);
}

async function* unpacked(bytes: Readable, path: string): AsyncGenerator<Buffer, void, undefined> {
  const chunks: AsyncIterator<Buffer> = bytes[Symbol.asyncIterator]();
  const start = await firstBytes(chunks, 4);
  if (start.subarray(0, 2).toString('latin1') === 'PK') {
    throw unreadable(path, 'is a ZIP archive, as spreadsheets and downloads are. Unpack it, or export it as JSON');
  }
  const all = followedBy(start, chunks);
  if (start[0] === 0x1f && start[1] === 0x8b) yield* Readable.from(all).pipe(createGunzip()) as AsyncIterable<Buffer>;
  else yield* all;
}

async function* decoded(chunks: AsyncGenerator<Buffer>): AsyncGenerator<string, void, undefined> {
  const start = await firstBytes(chunks, 2);
  const decoder = new TextDecoder(encodingOf(start));
  for await (const chunk of followedBy(start, chunks)) yield decoder.decode(chunk, { stream: true });
  yield decoder.decode();
}

/** JSON and logs begin with a character of ASCII, which in UTF-16 has a zero beside it. */
function encodingOf(start: Buffer): 'utf-8' | 'utf-16le' | 'utf-16be' {
  const [first, second] = start;
  if ((first === 0xff && second === 0xfe) || (first !== 0 && second === 0)) return 'utf-16le';
  if ((first === 0xfe && second === 0xff) || (first === 0 && second !== 0 && second !== undefined)) return 'utf-16be';
  return 'utf-8';
}

async function firstBytes(chunks: AsyncIterator<Buffer>, count: number): Promise<Buffer> {
  let start = Buffer.alloc(0);
  while (start.length < count) {
    const { done, value } = await chunks.next();
    if (done === true) break;
    start = Buffer.concat([start, value]);
  }
  return start;
}

async function* followedBy(start: Buffer, rest: AsyncIterator<Buffer>): AsyncGenerator<Buffer, void, undefined> {
  yield start;
  yield* { [Symbol.asyncIterator]: () => rest };
}

function unreadable(path: string, what: string, cause?: unknown): RecordingError {
  const name = path === standardInput ? 'on standard input' : path;
  return new RecordingError('unreadable', `The recording ${name} ${what}.`, { path, cause });
}
