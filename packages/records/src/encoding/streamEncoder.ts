import type { recordEncoder } from './recordEncoder.ts';
import { StreamDefinitionError } from '../definition/streamDefinitionError.ts';

type MakeEncoder = typeof recordEncoder;

let installed: MakeEncoder = () => {
  throw new StreamDefinitionError(
    'insert, modify, remove',
    'a bundler left the encoder out, as deployed functions need none. Call installEncoder() first.',
  );
};

/** Makes the encoder of one stream, when the first record is asked for: the one that is installed then. */
export const streamEncoder: MakeEncoder = (view, keys) => {
  let encode: ReturnType<MakeEncoder> | undefined;
  return (...change) => (encode ??= installed(view, keys))(...change);
};

/** Lets all streams make their records in this way. */
export function encodeWith(makeEncoder: MakeEncoder): void {
  installed = makeEncoder;
}
