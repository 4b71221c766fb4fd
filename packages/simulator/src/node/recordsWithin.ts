import { isSequenceNumber } from '@millrace/records';
import type { DynamoDBRecord } from 'aws-lambda';
import { foreignInput } from '../stream/foreignInput.ts';
import { isObject } from '../words/isObject.ts';
import { parsedJson } from '../words/parsedJson.ts';
import { cutEvent, isCutEvent, jsonInLog } from './logLine.ts';

/** A record as a recording holds it: with its shards, when it names them. */
export type RecordInFile = DynamoDBRecord & Partial<Record<'shardId' | 'parentShardId', string>>;

/** What is found in a value of a recording. */
export type FoundInValue =
  | { readonly kind: 'record'; readonly record: RecordInFile }
  /** A message of a log without an event. */
  | { readonly kind: 'passedOver' }
  /** A list of records where a mapping would give an event. */
  | { readonly kind: 'bareList' }
  | { readonly kind: 'fault'; readonly problem: string };

/**
 * The records in a value: a record, an event, a list of these, or a log that holds events in its messages: the answer of
 * CloudWatch's FilterLogEvents or GetLogEvents, a subscription, Insights' rows, Lambda's or Powertools' own JSON; and
 * the object that an S3 destination gets for a batch that was given up.
 */
export function* recordsWithin(value: unknown, isFromLog: boolean): Generator<FoundInValue, void, undefined> {
  yield* within(value, '', isFromLog);
}

function* within(value: unknown, where: string, isLogged: boolean): Generator<FoundInValue, void, undefined> {
  if (Array.isArray(value)) {
    if (isRecord(value[0])) yield { kind: 'bareList' };
    for (const [index, member] of value.entries()) yield* within(member, `${where}[${index}]`, isLogged);
    return;
  }
  if (!isObject(value)) {
    yield isLogged ? passedOver : fault(where, `it is ${JSON.stringify(value)}, not a record`);
    return;
  }
  if (isRecord(value)) {
    yield found(value, where);
    return;
  }
  if (Array.isArray(value.Records)) {
    const before = where === '' ? '' : `${where}.`;
    for (const [index, member] of value.Records.entries()) yield found(member, `${before}Records[${index}]`);
    return;
  }
  const messages = messagesOf(value);
  if (messages !== undefined) {
    for (const [place, message] of messages) yield* withinMessage(message, joined(where, place));
    return;
  }
  const nested = eventIn(value);
  if (nested !== undefined) {
    yield* within(nested.event, joined(where, nested.place), true);
    return;
  }
  const foreign = foreignInput(value);
  if (foreign === undefined && (isLogged || isLogObject(value))) yield passedOver;
  else yield fault(where, foreign ?? 'it has no "dynamodb" object');
}

function found(member: unknown, where: string): FoundInValue {
  const problem = whyNoRecord(member);
  return problem === undefined ? { kind: 'record', record: member as RecordInFile } : fault(where, problem);
}

function fault(where: string, problem: string): FoundInValue {
  return { kind: 'fault', problem: where === '' ? problem : `of its ${where}, ${problem}` };
}

const passedOver: FoundInValue = { kind: 'passedOver' };

function whyNoRecord(value: unknown): string | undefined {
  if (!isObject(value)) return `it is ${Array.isArray(value) ? 'a list' : JSON.stringify(value)}, not a record`;
  const foreign = foreignInput(value);
  if (foreign !== undefined) return foreign;
  if (!isObject(value.dynamodb)) return 'it has no "dynamodb" object';
  const { SequenceNumber: number } = value.dynamodb;
  if (typeof number !== 'string') {
    const isCamelCase = 'sequenceNumber' in value.dynamodb;
    const why = isCamelCase ? ': "sequenceNumber" was found, and AWS\'s names there begin with capitals' : '';
    return `"dynamodb.SequenceNumber" is not a string${why}`;
  }
  if (!isSequenceNumber(number)) return `"dynamodb.SequenceNumber" is ${JSON.stringify(number)}, not 1 to 40 digits`;
  for (const name of ['shardId', 'parentShardId']) {
    if (value[name] !== undefined && typeof value[name] !== 'string') return `"${name}" is not a string`;
  }
  return undefined;
}

function isRecord(value: unknown): boolean {
  return isObject(value) && 'dynamodb' in value;
}

/** The messages of a log that a tool of AWS answers with, each with its place; `undefined` for anything else. */
function messagesOf(value: Readonly<Record<string, unknown>>): readonly (readonly [string, unknown])[] | undefined {
  for (const name of ['events', 'logEvents'] as const) {
    const list = value[name];
    if (Array.isArray(list) && list.every((event) => isObject(event) && 'message' in event)) {
      return list.map((event: { readonly message: unknown }, index) => [`${name}[${index}].message`, event.message]);
    }
  }
  if (Array.isArray(value.results) && value.results.every(Array.isArray)) {
    return value.results.flatMap((row: readonly unknown[], index) =>
      row
        .filter((cell) => isObject(cell) && cell.field === '@message')
        .map((cell) => [`results[${index}]`, (cell as { readonly value?: unknown }).value] as const),
    );
  }
  return '@message' in value ? [['@message', value['@message']]] : undefined;
}

function* withinMessage(message: unknown, where: string): Generator<FoundInValue, void, undefined> {
  const value = typeof message === 'string' ? parsedMessage(message) : message;
  if (value === undefined) yield isCutEvent(String(message)) ? fault(where, cutEvent) : passedOver;
  else yield* within(value, where, true);
}

function parsedMessage(message: string): unknown {
  const text = jsonInLog(message);
  return text === undefined ? undefined : parsedJson(text);
}

/** The event somewhere in an object that a logger wrote, or in a text of it. */
function eventIn(
  value: Readonly<Record<string, unknown>>,
  deepest = 4,
): { readonly place: string; readonly event: unknown } | undefined {
  for (const [place, member] of Object.entries(value)) {
    const inner = typeof member === 'string' && member.includes('"Records"') ? parsedMessage(member) : member;
    if (!isObject(inner)) continue;
    if (Array.isArray(inner.Records)) return { place, event: inner };
    const further = deepest > 1 ? eventIn(inner, deepest - 1) : undefined;
    if (further !== undefined) return { place: `${place}.${further.place}`, event: further.event };
  }
  return undefined;
}

/** What loggers and Lambda's platform write with every message. */
function isLogObject(value: Readonly<Record<string, unknown>>): boolean {
  const has = (name: string) => name in value;
  return (
    has('@timestamp') || (['timestamp', 'time', 'level'].some(has) && ['message', 'msg', 'type', 'record'].some(has))
  );
}

function joined(where: string, place: string): string {
  return where === '' ? place : `${where}.${place}`;
}
