import { types } from 'node:util';
import { createHash } from 'node:crypto';
import { isFields } from './fields.ts';

/** Of a text that is longer, the beginning and a digest are kept. */
const longest = 160;

/**
 * What a request of the wire asks for, as a text that is equal for two that mean the same, whatever ran before: the order of names does not count, and what is made anew at
 * each attempt is masked: uuids, and times between a day ago and ten years ahead of now (clocks, and times to live that
 * are counted from them), as ISO text or as a number of seconds or milliseconds. Tokens of clients are left out.
 */
export function requestText(value: unknown, nowMs: number): string {
  const text = JSON.stringify(canonical(value, nowMs)) ?? '';
  if (text.length <= longest) return text;
  const digest = createHash('sha256').update(text).digest('base64url').slice(0, 16);
  return `${text.slice(0, longest - 20)}… ${digest}`;
}

const tokens = new Set([
  'ClientRequestToken',
  'ClientToken',
  'clientToken',
  'ReceiptHandle',
  'AWSAccessKeyId',
  'SequenceToken',
  'sequenceToken',
]);

function canonical(value: unknown, nowMs: number): unknown {
  if (typeof value === 'string') return maskedText(value, nowMs);
  if (typeof value === 'number') return isClock(value, nowMs) ? '<time>' : value;
  if (types.isUint8Array(value))
    return `<${value.length} bytes ${createHash('sha256').update(value).digest('hex').slice(0, 16)}>`;
  if (Array.isArray(value)) return value.map((element) => canonical(element, nowMs));
  if (!isFields(value)) return value;
  const names = Object.keys(value).filter((name) => !tokens.has(name));
  return Object.fromEntries(names.sort().map((name) => [name, canonical(value[name], nowMs)]));
}

const uuids = /\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/gi;
const isoTimes = /\b\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?/g;
const numbers = /(?<![\w.])\d{10}(?:\d{3})?(?:\.\d+)?(?![\w.])/g;

function maskedText(text: string, nowMs: number): string {
  const withoutIds = text.replaceAll(uuids, '<uuid>');
  const withoutTimes = withoutIds.replaceAll(isoTimes, (found) =>
    isNear(Date.parse(found), nowMs) ? '<time>' : found,
  );
  return withoutTimes.replaceAll(numbers, (found) => (isClock(Number(found), nowMs) ? '<time>' : found));
}

function isClock(value: number, nowMs: number): boolean {
  return isNear(value, nowMs) || isNear(value * 1000, nowMs);
}

const dayMs = 86_400_000;

function isNear(ms: number, nowMs: number): boolean {
  return ms > nowMs - dayMs && ms < nowMs + 3650 * dayMs;
}
