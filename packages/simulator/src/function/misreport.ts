import { editDistance } from '../words/editDistance.ts';
import { parsedJson } from '../words/parsedJson.ts';
import { failureAnswer } from './failureAnswer.ts';
import { isObject } from '../words/isObject.ts';

/** A report of failures in a form that Lambda does not read. */
export interface Misreport {
  readonly form: 'key' | 'text' | 'bytes' | 'apiGateway' | 'list' | 'numbers' | 'nested' | 'allSettled' | 'failure';
  /** What the handler answers with, such as `` `batch_item_failures` ``. */
  readonly found: string;
  /** What the entries of the report hold: sequence numbers, if it is a good one. */
  readonly identifiers: readonly string[];
  /** What to do. */
  readonly remedy: string;
}

/**
 * Finds a report of failures that Lambda does not hear, whatever it looks like: another name, a JSON text, bytes, an answer
 * of API Gateway, a bare list, one inside of something else. Undefined for an answer that reports as Lambda reads it, and for
 * one that reports nothing.
 */
export function misreport(response: unknown): Misreport | undefined {
  if (entriesIn(response, reportKey) !== undefined) return undefined;
  return (
    asText(response) ??
    asBytes(response) ??
    asList(response) ??
    byOtherKey(response) ??
    asApiGateway(response) ??
    nested(response) ??
    asFailure(response)
  );
}

/** Whether an answer, not yet in JSON, says of some record that it failed, in whatever form. */
export function reportsFailures(response: unknown): boolean {
  try {
    const found = misreport(response);
    return entriesIn(response, reportKey) !== undefined || (found !== undefined && found.form !== 'numbers');
  } catch {
    return false; // A getter that throws: the runtime would not have asked it.
  }
}

const reportKey = 'batchItemFailures';
const expected = '{ batchItemFailures: [{ itemIdentifier: record.dynamodb.SequenceNumber }] }';

function asText(response: unknown): Misreport | undefined {
  if (typeof response !== 'string' || !/^\s*[[{"]/.test(response)) return undefined;
  const report = reportIn(parsedJson(response));
  if (report === undefined) return undefined;
  const remedy = 'Answer with the object itself: Lambda makes JSON of it, and what is JSON already becomes a text.';
  return { form: 'text', found: 'a JSON text that holds a report', identifiers: report, remedy };
}

/** A `Buffer`, of which JSON makes a list of numbers. */
function asBytes(response: unknown): Misreport | undefined {
  const { type, data } = Object(response) as { readonly type?: unknown; readonly data?: unknown };
  if (type !== 'Buffer' || !Array.isArray(data)) return undefined;
  const report = reportIn(parsedJson(new TextDecoder().decode(Uint8Array.from(data as number[]))));
  const remedy = 'Answer with the object itself: Lambda makes JSON of it, and of a Buffer a list of numbers.';
  return report && { form: 'bytes', found: 'a Buffer that holds a report', identifiers: report, remedy };
}

function asList(response: unknown): Misreport | undefined {
  if (!Array.isArray(response)) return undefined;
  const rejected = response.filter((entry) => Object(entry).status === 'rejected');
  if (rejected.length > 0 && response.every((entry) => 'status' in Object(entry))) {
    const found = 'what Promise.allSettled came to, with rejections in it';
    return { form: 'allSettled', found, identifiers: [], remedy: `Report each that was rejected: ${expected}.` };
  }
  const remedy = `Put the list into an object: ${expected}.`;
  const flat: readonly unknown[] = response.flat(3);
  if (flat.length > 0 && flat.every(isLikeSequenceNumber)) {
    return {
      form: 'numbers',
      found: 'a bare list of sequence numbers',
      identifiers: flat.flatMap(identifiersOf),
      remedy,
    };
  }
  // A report for each record, as of several handlers: Lambda reads one for the batch.
  const reports = flat.flatMap((entry) => {
    const report = isEntry(entry) ? identifiersOf(entry) : reportIn(entry);
    return report === undefined ? [] : [report];
  });
  return reports.length === 0
    ? undefined
    : { form: 'list', found: 'a bare list of failures', identifiers: reports.flat(), remedy };
}

/** DynamoDB's have 21 digits and more; a shorter one is as likely a count. */
function isLikeSequenceNumber(entry: unknown): boolean {
  return typeof entry === 'string' && /^\d{15,}$/u.test(entry);
}

/** `BatchItemFailures`, `batch_item_failures`, `batchItemFailure`: what is near enough is meant for it. */
function byOtherKey(response: unknown): Misreport | undefined {
  for (const key of keysOf(response)) {
    if (!isLikeReportKey(key)) continue;
    const entries = entriesIn(response, key);
    if (entries === undefined) continue;
    const identifiers = entries.flatMap(identifiersOf);
    return {
      form: 'key',
      found: `\`${key}\``,
      identifiers,
      remedy: `Lambda reads \`${reportKey}\`: answer with ${expected}.`,
    };
  }
  return undefined;
}

function asApiGateway(response: unknown): Misreport | undefined {
  const { body } = Object(response) as { readonly body?: unknown };
  if (!('statusCode' in Object(response))) return undefined;
  const report = reportIn(typeof body === 'string' ? parsedJson(body) : body);
  if (report === undefined) return undefined;
  const remedy = `No API Gateway is there to open it: answer with ${expected}.`;
  return {
    form: 'apiGateway',
    found: 'an answer for API Gateway with a report in its body',
    identifiers: report,
    remedy,
  };
}

function nested(response: unknown, path = '', depth = 0): Misreport | undefined {
  if (depth === 3) return undefined;
  for (const key of keysOf(response)) {
    if (depth === 0 && key === 'state') continue; // That of a window, which is nobody's report.
    const inner: unknown = Object(response)[key];
    const here = path === '' ? key : `${path}.${key}`;
    const value = typeof inner === 'string' ? parsedJson(inner) : inner;
    const identifiers = Array.isArray(value) ? undefined : reportIn(value);
    if (identifiers !== undefined) {
      const remedy = `Lambda looks for it at the top of the answer only: answer with ${expected}.`;
      return { form: 'nested', found: `a report inside of \`${here}\``, identifiers, remedy };
    }
    const deeper = nested(inner, here, depth + 1);
    if (deeper !== undefined) return deeper;
  }
  return undefined;
}

function asFailure(response: unknown): Misreport | undefined {
  const found = failureAnswer(response);
  const remedy = `An answer is a success, whatever it says: throw, or report the records that failed, ${expected}.`;
  return found === undefined ? undefined : { form: 'failure', found, identifiers: [], remedy };
}

/** The identifiers of a report, whatever its form, where that is asked of what holds it. */
function reportIn(value: unknown): readonly string[] | undefined {
  const entries = entriesIn(value, reportKey);
  if (entries !== undefined) return entries.flatMap(identifiersOf);
  return (asList(value) ?? byOtherKey(value))?.identifiers;
}

function keysOf(value: unknown): readonly string[] {
  return isObject(value) ? Object.keys(value) : [];
}

/** A list with something in it, or a single entry where a list belongs. */
function entriesIn(value: unknown, key: string): readonly unknown[] | undefined {
  const held: unknown = keysOf(value).includes(key) ? Object(value)[key] : undefined;
  if (Array.isArray(held)) return held.length > 0 ? (held as unknown[]) : undefined;
  return key !== reportKey && isEntry(held) ? [held] : undefined;
}

function isLikeReportKey(key: string): boolean {
  if (key === reportKey) return false;
  const plain = key.toLowerCase().replaceAll(/[^a-z]/g, '');
  return (
    otherNames.has(plain) ||
    (Math.abs(plain.length - reportKey.length) <= 2 && editDistance(plain, reportKey.toLowerCase()) <= 2)
  );
}

const otherNames: ReadonlySet<string> = new Set([
  'itemfailures',
  'batchfailures',
  'failedbatchitems',
  'batchfaileditems',
  'faileditems',
]);

/** A whole record, which has its identifiers too, says nothing of a failure. */
function isEntry(entry: unknown): boolean {
  const keys = keysOf(entry);
  if (keys.includes('eventName')) return false;
  return keys.some((key) => {
    const plain = key.toLowerCase().replaceAll(/[^a-z]/g, '');
    return identifierNames.has(plain) || editDistance(plain, 'itemidentifier') <= 2;
  });
}

const identifierNames: ReadonlySet<string> = new Set([
  'itemid',
  'identifier',
  'sequencenumber',
  'messageid',
  'eventid',
]);

function identifiersOf(entry: unknown): readonly string[] {
  if (typeof entry === 'string' || typeof entry === 'number') return [String(entry)];
  return keysOf(entry).flatMap((key) => {
    const value: unknown = Object(entry)[key];
    return typeof value === 'string' || typeof value === 'number' ? [String(value)] : [];
  });
}
