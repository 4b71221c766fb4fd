import { isObject } from '../words/isObject.ts';
import { MappingError } from '../words/mappingError.ts';
import { refuseName } from './refuseName.ts';

type Shape =
  | 'string'
  | 'integer'
  | 'boolean'
  | 'timestamp'
  | 'tags'
  | 'anything'
  | { readonly list: Shape }
  | { readonly fields: Readonly<Record<string, Shape>> };

const strings: Shape = { list: 'string' };

/** Every parameter of a DynamoDB mapping and the type AWS's API gives it. */
export const mappingShape = {
  EventSourceArn: 'string',
  FunctionName: 'string',
  Enabled: 'boolean',
  StartingPosition: 'string',
  StartingPositionTimestamp: 'timestamp',
  BatchSize: 'integer',
  MaximumBatchingWindowInSeconds: 'integer',
  ParallelizationFactor: 'integer',
  MaximumRecordAgeInSeconds: 'integer',
  MaximumRetryAttempts: 'integer',
  BisectBatchOnFunctionError: 'boolean',
  TumblingWindowInSeconds: 'integer',
  FunctionResponseTypes: strings,
  // The type of Pattern is judged with the pattern itself, as its text is AWS's (S41).
  FilterCriteria: { fields: { Filters: { list: { fields: { Pattern: 'anything' } } } } },
  DestinationConfig: {
    fields: { OnFailure: { fields: { Destination: 'string' } }, OnSuccess: 'anything' },
  },
  MetricsConfig: { fields: { Metrics: strings } },
  KMSKeyArn: 'string',
  Tags: 'tags',
} as const satisfies Record<string, Shape>;

/**
 * Refuses what AWS's clients would refuse before sending: unknown or misspelled names and values of a wrong type, also
 * inside nested objects. `null` and `undefined` count as absent, as they do for the SDK.
 */
export function checkMappingShape(mapping: unknown): asserts mapping is Readonly<Record<string, unknown>> {
  checkFields(mapping, mappingShape, '');
}

function checkFields(value: unknown, fields: Readonly<Record<string, Shape>>, path: string): void {
  if (!isObject(value)) refuseType(value, 'an object', path === '' ? 'The mapping' : path);
  for (const [name, field] of Object.entries(value)) {
    if (field === undefined || field === null) continue;
    const shape = Object.hasOwn(fields, name) ? fields[name] : undefined;
    if (shape === undefined) refuseName(name, Object.keys(fields), path);
    checkValue(field, shape, path === '' ? name : `${path}.${name}`);
  }
}

function checkValue(value: unknown, shape: Shape, path: string): void {
  if (typeof shape === 'object') {
    if ('fields' in shape) return checkFields(value, shape.fields, path);
    if (!Array.isArray(value)) refuseType(value, 'a list', path);
    return value.forEach((element: unknown, index) => checkValue(element, shape.list, `${path}[${index}]`));
  }
  switch (shape) {
    case 'string':
      return typeof value === 'string' ? undefined : refuseType(value, 'a string', path);
    case 'integer':
      return Number.isSafeInteger(value) ? undefined : refuseType(value, 'an integer', path);
    case 'boolean':
      return typeof value === 'boolean' ? undefined : refuseType(value, 'true or false', path);
    case 'timestamp':
      return isTimestamp(value) ? undefined : refuseType(value, 'a time', path);
    case 'tags':
      return checkTags(value, path);
    case 'anything':
      return undefined;
    default:
      return shape satisfies never;
  }
}

const tagList: Shape = { list: { fields: { Key: 'string', Value: 'string' } } };

/** The API takes an object, CloudFormation a list. */
function checkTags(tags: unknown, path: string): void {
  if (Array.isArray(tags)) return checkValue(tags, tagList, path);
  if (!isObject(tags)) refuseType(tags, 'an object, or a list of { Key, Value }', path);
  for (const [key, value] of Object.entries(tags)) checkValue(value, 'string', `${path}.${key}`);
}

function refuseType(value: unknown, expected: string, path: string): never {
  throw new MappingError({
    code: 'ParamValidation',
    message: `${path} is ${describe(value)}, expected ${expected}.`,
    hint: adviceFor(value, expected, path),
    certainty: 'own',
  });
}

function adviceFor(value: unknown, expected: string, path: string): string {
  if (isObject(value) && Object.keys(value).some((key) => key === 'Ref' || key.startsWith('Fn::')))
    return `This is an intrinsic function of CloudFormation. Give the value it stands for, or leave ${path} out.`;
  if (expected === 'a list' && typeof value === 'string') return `Write ${path}: [${JSON.stringify(value)}].`;
  if (typeof value === 'string' && /^(-?\d+|true|false)$/u.test(value)) return `Write ${value} without quotes.`;
  return `AWS's clients refuse this before they send it; give ${expected}.`;
}

function describe(value: unknown): string {
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object' && value !== null) return 'an object';
  if (typeof value === 'string') return `the string ${JSON.stringify(value)}`;
  return typeof value === 'number' ? `the number ${value}` : String(value);
}

function isTimestamp(value: unknown): boolean {
  return (
    typeof value === 'string' || typeof value === 'number' || Object.prototype.toString.call(value) === '[object Date]'
  );
}
