import type { StreamDefinition } from '@millrace/records';
import { type Logger, say } from '../call/recordLogger.ts';
import { isCodec, stateFrom, type WindowDefinition } from './windowDefinition.ts';
import { isPlain, maxStateBytes, StateTooLargeError, tooLarge, WindowStateError } from './windowErrors.ts';

/** What a window knows so far: the state, and the last record that is in it. */
export interface Progress<State> {
  readonly state: State;
  /** The highest sequence number seen; none before the first record. */
  readonly upTo: string | undefined;
}

/** What is answered to Lambda as `state`. */
export interface StoredState {
  readonly value: unknown;
  readonly upTo?: string;
}

/** Reads the state that Lambda brings: a fresh one for `{}`. What it answers with shares nothing with the event. */
export function readState<S extends StreamDefinition, State>(
  definition: WindowDefinition<S, State>,
  stored: unknown,
): Progress<State> {
  const found = stored ?? {};
  if (isPlain(found) && Object.keys(found).length === 0) {
    return { state: stateFrom('initial', definition.initial()), upTo: undefined };
  }
  const { value, upTo } = found as Partial<StoredState>;
  if (value === undefined || (upTo !== undefined && typeof upTo !== 'string')) {
    throw new WindowStateError('The state of this window was not written by tumblingWindow', stored);
  }
  try {
    return { state: decode(definition, JSON.parse(JSON.stringify(value))), upTo };
  } catch (cause) {
    throw new WindowStateError('The state of this window does not fit its definition', stored, { cause });
  }
}

/** Writes the state for Lambda, made smaller when it is near the limit. */
export function writeState<S extends StreamDefinition, State>(
  definition: WindowDefinition<S, State>,
  progress: Progress<State>,
  options: { readonly logger: Logger },
): StoredState {
  let stored = encode(definition, progress);
  let bytes = bytesOf(stored);
  if (bytes > 0.8 * maxStateBytes && definition.compact !== undefined) {
    stored = encode(definition, { ...progress, state: stateFrom('compact', definition.compact(progress.state)) });
    bytes = bytesOf(stored);
  }
  if (bytes > maxStateBytes && definition.whenTooLarge === 'fail') throw new StateTooLargeError(bytes);
  if (bytes > 0.8 * maxStateBytes) say(options, 'warn', tooLarge(bytes));
  return stored;
}

/** The stored form of a state, checked to survive JSON. */
function encode<S extends StreamDefinition, State>(
  { state: codec }: WindowDefinition<S, State>,
  { state, upTo }: Progress<State>,
): StoredState {
  let value: unknown = state;
  try {
    if (codec !== undefined && isCodec<State>(codec)) value = codec.encode(state);
  } catch (cause) {
    throw new WindowStateError('The state of this window cannot be encoded', state, { cause });
  }
  refuseWhatJsonLoses(value, 'state');
  return upTo === undefined ? { value } : { value, upTo };
}

function decode<S extends StreamDefinition, State>({ state: codec }: WindowDefinition<S, State>, json: unknown): State {
  // Without a schema the state is what this function answered before; that it is a State is the definition's claim.
  if (codec === undefined) return json as State;
  if (isCodec<State>(codec)) return codec.decode(json);
  const result = codec['~standard'].validate(json);
  if ('then' in result) throw new TypeError('The schema of the state is asynchronous.');
  if (result.issues === undefined) return result.value;
  throw new TypeError(
    result.issues.map(({ message, path }) => `${path?.map(String).join('.')}: ${message}`).join('; '),
  );
}

function bytesOf(stored: StoredState): number {
  return Buffer.byteLength(JSON.stringify(stored));
}

/** A Map would come back as `{}` and a NaN as null in the next call: better to fail now, at the place that did it. */
function refuseWhatJsonLoses(value: unknown, path: string): void {
  if (value === null || typeof value === 'string' || typeof value === 'boolean' || Number.isFinite(value)) return;
  if (Array.isArray(value)) {
    for (const [index, element] of value.entries()) refuseWhatJsonLoses(element, `${path}[${index}]`);
    return;
  }
  if (!isPlain(value))
    throw new WindowStateError(`JSON would lose ${path}: pass a codec as state (a schema only checks)`, value);
  for (const [name, member] of Object.entries(value)) {
    if (member !== undefined) refuseWhatJsonLoses(member, `${path}.${name}`);
  }
}
