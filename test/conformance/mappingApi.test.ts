import { expect, test } from '@jest/globals';
import {
  createMapping,
  type EventSourceMapping,
  isMappingError,
  type MappingWorld,
  noMappings,
  updateMapping,
} from '@millrace/simulator';
import mappingCases from './cases/mapping.json' with { type: 'json' };

interface ApiCase {
  readonly id: string;
  readonly operation: string;
  readonly params: Readonly<Record<string, unknown>>;
  readonly expectedError: { readonly code: string; readonly message: string; readonly httpStatus: number } | null;
}

const cases: readonly ApiCase[] = mappingCases.apiCases;
const streamArn = 'arn:aws:dynamodb:eu-west-1:123456789012:table/orders/stream/2026-01-01T00:00:00.000';
const valid: EventSourceMapping = { EventSourceArn: streamArn, FunctionName: 'ship', StartingPosition: 'TRIM_HORIZON' };
const [existing, { UUID: uuid }] = createMapping(noMappings, valid);

const world: MappingWorld = {
  streamExists: (arn) => arn === streamArn,
  functionExists: (name) => name !== 'doesnotexist',
};

/** The cases abbreviate: patterns as objects, OnFailure and OnSuccess by kind, and some values in words. */
function parametersOf({ params }: ApiCase): Partial<EventSourceMapping> {
  const { FilterCriteria, EventSourceArn, duplicate: _, ...rest } = params;
  return {
    ...rest,
    ...(EventSourceArn === undefined ? {} : { EventSourceArn: arnOf(EventSourceArn) }),
    ...(Array.isArray(FilterCriteria)
      ? { FilterCriteria: { Filters: FilterCriteria.map((pattern) => ({ Pattern: textOf(pattern) })) } }
      : {}),
  };
}

const otherStream = 'arn:aws:dynamodb:eu-west-1:123456789012:table/gone/stream/2026-01-01T00:00:00.000';

function arnOf(value: unknown): string | undefined {
  if (typeof value !== 'string') return undefined;
  return value === 'stream that does not exist' ? otherStream : value;
}

function textOf(pattern: unknown): string {
  return typeof pattern === 'string' ? pattern : JSON.stringify(pattern);
}

function answerTo(apiCase: ApiCase, operation: 'Create' | 'Update'): unknown {
  const parameters = parametersOf(apiCase);
  const before = 'duplicate' in apiCase.params ? existing : noMappings;
  try {
    if (operation === 'Update') updateMapping(existing, uuid, parameters, world);
    else createMapping(before, { ...valid, ...parameters }, world);
    return 'accepted';
  } catch (error) {
    if (!isMappingError(error)) throw error;
    return { code: error.code, message: error.message, httpStatus: error.httpStatus };
  }
}

const tumblingWithFilters = 'Tumbling window period should be zero when FilterCriteria is configured';

function expectedOf({ expectedError }: ApiCase): unknown {
  if (expectedError === null) return 'accepted';
  const { code, message, httpStatus } = expectedError;
  // A17: that it is refused is in the cases; the text was found in the same recordings later.
  if (message.startsWith('(')) return { code, message: tumblingWithFilters, httpStatus };
  const filledIn = message
    .replace('<stream arn>', message.startsWith('Stream not found') ? otherStream : streamArn)
    .replace('<function name>', 'ship')
    .replace('<uuid>', uuid);
  return { code, message: filledIn, httpStatus };
}

const runs = cases.flatMap((apiCase) =>
  (['Create', 'Update'] as const)
    .filter((operation) => apiCase.operation.includes(operation))
    .map((operation) => [apiCase.id, operation, apiCase] as const),
);

test.each(runs)('%s %s: answers as recorded', (_, operation, apiCase) => {
  expect(answerTo(apiCase, operation)).toEqual(expectedOf(apiCase));
});
