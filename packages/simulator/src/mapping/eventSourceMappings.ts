import type { EventSourceMapping } from './eventSourceMapping.ts';
import { functionArnOf, functionNameOf } from './functionArn.ts';
import { mappingAnswer, type MappingAnswer, type MappingState, type StoredMapping } from './mappingAnswer.ts';
import { MappingError } from '../words/mappingError.ts';
import { namedIn } from './namedIn.ts';
import { resolveMapping } from './resolveMapping.ts';

/** The mappings of one account and region: a value, replaced by each operation. Start from {@link noMappings}. */
export interface EventSourceMappings {
  readonly mappings: readonly StoredMapping[];
  /** How many were ever created; the UUIDs are numbered by it, so that the same calls give the same answers. */
  readonly created: number;
}

/** What the service knows besides its mappings. Everything exists unless told otherwise. */
export interface MappingWorld {
  /** The time of the call, epoch milliseconds; default 0. */
  readonly atMs?: number;
  readonly streamExists?: (streamArn: string) => boolean;
  readonly functionExists?: (functionName: string) => boolean;
}

/** An account without mappings. */
export const noMappings: EventSourceMappings = { mappings: [], created: 0 };

/** Create takes every parameter, Update all but where and from when to read. */
export type MappingUpdate = Omit<
  Partial<EventSourceMapping>,
  'EventSourceArn' | 'StartingPosition' | 'StartingPositionTimestamp' | 'Tags'
>;

/**
 * Creates a mapping as Lambda's API does and answers as it does: the mappings after it, and the answer (202).
 *
 * The mapping is `Creating` until {@link settleMappings}. Two mappings of one stream to one function are refused; two
 * aliases of the function may each have one (S41).
 *
 * @throws {MappingError} with AWS's code, text and status.
 * @example
 * const [, answer] = createMapping(noMappings, {
 *   EventSourceArn: 'arn:aws:dynamodb:eu-west-1:123456789012:table/orders/stream/2026-01-01T00:00:00.000',
 *   FunctionName: 'ship',
 *   StartingPosition: 'LATEST',
 * });
 * answer.State; // 'Creating'
 */
export function createMapping(
  before: EventSourceMappings,
  parameters: EventSourceMapping,
  world: MappingWorld = {},
): readonly [EventSourceMappings, MappingAnswer] {
  // A22: asked before anything else about the mapping.
  const streamArn = parameters.EventSourceArn ?? undefined;
  if (streamArn === undefined)
    throw refusal('Unrecognized event source.', 'Add EventSourceArn, the ARN of the stream.');
  const resolved = resolveMapping(parameters);
  const functionName = requiredFunctionName(resolved.FunctionName);
  if (world.functionExists?.(functionNameOf(functionName)) === false) throw refusal('Function does not exist');
  if (world.streamExists?.(streamArn) === false) throw refusal(`Stream not found: ${streamArn}`);
  const functionArn = functionArnOf(functionName, streamArn);
  refuseDuplicate(before, streamArn, functionArn);
  const created = before.created + 1;
  const stored: StoredMapping = {
    uuid: `00000000-0000-4000-8000-${String(created).padStart(12, '0')}`,
    functionArn,
    state: 'Creating',
    modifiedAtMs: world.atMs ?? 0,
    parameters,
    resolved,
  };
  return [{ mappings: [...before.mappings, stored], created }, mappingAnswer(stored)];
}

/**
 * Updates a mapping: each parameter given replaces the one before as a whole, filters too (`{}` takes them away).
 * What is `undefined` is not given.
 *
 * It is `Enabling` or `Disabling` when that changed, else `Updating`, until {@link settleMappings}.
 *
 * @throws {MappingError} with AWS's code, text and status.
 */
export function updateMapping(
  before: EventSourceMappings,
  uuid: string,
  update: MappingUpdate,
  world: MappingWorld = {},
): readonly [EventSourceMappings, MappingAnswer] {
  const old = find(before, uuid);
  const named = namedIn(update);
  for (const name of ['EventSourceArn', 'StartingPosition', 'StartingPositionTimestamp', 'Tags'])
    if (Object.hasOwn(named, name)) throw notInUpdate(name);
  const parameters = { ...old.parameters, ...named };
  const resolved = resolveMapping(parameters);
  const functionName = requiredFunctionName(resolved.FunctionName);
  if (world.functionExists?.(functionNameOf(functionName)) === false) throw refusal('Function does not exist');
  const isSwitched = resolved.Enabled !== old.resolved.Enabled;
  const stored: StoredMapping = {
    ...old,
    functionArn: functionArnOf(functionName, resolved.EventSourceArn ?? ''),
    state: isSwitched ? (resolved.Enabled ? 'Enabling' : 'Disabling') : 'Updating',
    modifiedAtMs: world.atMs ?? old.modifiedAtMs,
    parameters,
    resolved,
  };
  return [replace(before, stored), mappingAnswer(stored)];
}

/** Deletes a mapping: it is `Deleting` until {@link settleMappings}, and then unknown (404). @throws {MappingError} */
export function deleteMapping(
  before: EventSourceMappings,
  uuid: string,
): readonly [EventSourceMappings, MappingAnswer] {
  const stored: StoredMapping = { ...find(before, uuid), state: 'Deleting' };
  return [replace(before, stored), mappingAnswer(stored)];
}

/** Answers about one mapping. @throws {MappingError} 404 for an unknown UUID. */
export function getMapping(mappings: EventSourceMappings, uuid: string): MappingAnswer {
  return mappingAnswer(find(mappings, uuid));
}

/** Lets every operation under way come to its end: what is being deleted is gone, the rest is Enabled or Disabled. */
export function settleMappings(before: EventSourceMappings): EventSourceMappings {
  const settled = (enabled: boolean): MappingState => (enabled ? 'Enabled' : 'Disabled');
  return {
    ...before,
    mappings: before.mappings
      .filter(({ state }) => state !== 'Deleting')
      .map((stored) => ({ ...stored, state: settled(stored.resolved.Enabled) })),
  };
}

function find(mappings: EventSourceMappings, uuid: string): StoredMapping {
  const found = mappings.mappings.find((stored) => stored.uuid === uuid);
  if (found !== undefined) return found;
  throw new MappingError({
    code: 'ResourceNotFoundException',
    message: 'The resource you requested does not exist.',
    httpStatus: 404,
    hint: `There is no mapping with the UUID ${uuid}.`,
  });
}

function replace(before: EventSourceMappings, stored: StoredMapping): EventSourceMappings {
  return { ...before, mappings: before.mappings.map((each) => (each.uuid === stored.uuid ? stored : each)) };
}

// The blanks inside the quotes are AWS's (A18).
function refuseDuplicate(before: EventSourceMappings, streamArn: string, functionArn: string): void {
  const twin = before.mappings.find(
    (stored) => stored.resolved.EventSourceArn === streamArn && stored.functionArn === functionArn,
  );
  if (twin === undefined) return;
  throw new MappingError({
    code: 'ResourceConflictException',
    message: `The event source arn (" ${streamArn} ") and function (" ${functionNameOf(functionArn)} ") provided mapping already exists. Please update or delete the existing mapping with UUID ${twin.uuid}`,
    httpStatus: 409,
  });
}

function requiredFunctionName(name: string | undefined): string {
  if (name !== undefined) return name;
  throw new MappingError({
    code: 'ValidationException',
    message:
      "1 validation error detected: Value null at 'functionName' failed to satisfy constraint: Member must not be null",
    hint: "Add FunctionName. The text is inferred from AWS's form.",
    certainty: 'inferred',
  });
}

function notInUpdate(name: string): MappingError {
  return new MappingError({
    code: 'ParamValidation',
    message: `${name} cannot be updated: it is fixed when the mapping is created.`,
    hint: 'Delete the mapping and create another.',
    certainty: 'own',
  });
}

function refusal(message: string, hint?: string): MappingError {
  return new MappingError({
    code: 'InvalidParameterValueException',
    message,
    hint,
  });
}
