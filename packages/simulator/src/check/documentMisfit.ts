import { suggestName } from '../words/suggestName.ts';
import { givenText } from '../words/givenText.ts';
import { condition, count, isPlainObject, type NamedValue, sequenceNumber } from './refuseNames.ts';

interface Shape {
  readonly [name: string]: NamedValue | Shape;
}

const text: NamedValue = { expected: 'a string', accepts: (value) => typeof value === 'string' };
const textOrNull: NamedValue = {
  expected: 'a string or null',
  accepts: (value) => value === null || text.accepts(value),
};
const yesOrNo: NamedValue = { expected: 'true or false', accepts: (value) => typeof value === 'boolean' };

/** S39: what a failure document can hold. */
const shape: Shape = {
  requestContext: { requestId: text, functionArn: text, condition, approximateInvokeCount: count },
  responseContext: { statusCode: count, executedVersion: text, functionError: textOrNull },
  version: text,
  payload: text,
  timestamp: text,
  DDBStreamBatchInfo: {
    shardId: text,
    startSequenceNumber: sequenceNumber,
    endSequenceNumber: sequenceNumber,
    approximateArrivalOfFirstRecord: text,
    approximateArrivalOfLastRecord: text,
    batchSize: count,
    streamArn: text,
  },
  timeWindowInfo: {
    window: { start: text, end: text },
    isFinalInvokeForWindow: yesOrNo,
    isWindowTerminatedEarly: yesOrNo,
  },
};

/** What not every document has: `undefined` says there that it is absent. */
const absentAtTimes = [
  'responseContext',
  'payload',
  'timeWindowInfo',
  'DDBStreamBatchInfo.startSequenceNumber',
  'DDBStreamBatchInfo.endSequenceNumber',
  'DDBStreamBatchInfo.approximateArrivalOfFirstRecord',
  'DDBStreamBatchInfo.approximateArrivalOfLastRecord',
  'DDBStreamBatchInfo.batchSize',
];

/**
 * Says why a part of a failure document can be in none (S39): the first property that no document has, or value that it
 * cannot have. `undefined` when it fits. Values that `isOpen` accepts, such as asymmetric matchers, are left alone.
 */
export function documentMisfit(part: unknown, isOpen: (value: unknown) => boolean = () => false): string | undefined {
  return isOpen(part) ? undefined : misfit(part, shape, '', isOpen);
}

function misfit(
  part: unknown,
  known: NamedValue | Shape,
  path: string,
  isOpen: (value: unknown) => boolean,
): string | undefined {
  if (isOpen(part) || (part === undefined && absentAtTimes.includes(path))) return undefined;
  const place = path === '' ? 'a document' : `\`${path}\``;
  if (isLeaf(known))
    return known.accepts(part) ? undefined : `${givenText(part)} for ${place}, expected ${known.expected}`;
  const names = Object.keys(known);
  if (!isPlainObject(part))
    return `${givenText(part)} for ${place}, expected an object with some of ${names.join(', ')}`;
  for (const [name, value] of Object.entries(part)) {
    const inside = Object.hasOwn(known, name) ? known[name] : undefined;
    const at = path === '' ? name : `${path}.${name}`;
    if (inside === undefined) {
      const suggestion = suggestName(name, names);
      const meant = suggestion === undefined ? '' : `Did you mean \`${suggestion}\`? `;
      return `\`${at}\`, which no document has (S39). ${meant}${path === '' ? 'A document' : place} has ${names.join(', ')}`;
    }
    const found = misfit(value, inside, at, isOpen);
    if (found !== undefined) return found;
  }
  return undefined;
}

function isLeaf(known: NamedValue | Shape): known is NamedValue {
  return typeof known['accepts'] === 'function';
}
