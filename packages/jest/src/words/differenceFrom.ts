import { isObject } from '@millrace/simulator';
import { argumentText } from './argumentText.ts';
import type { MatcherThis } from './matcher.ts';

/** The first place where a document does not contain a part, in words; `undefined` when it contains all of it. */
export function differenceFrom(matcher: MatcherThis, document: unknown, part: unknown, path = ''): string | undefined {
  if (isPlain(part) && isPlain(document)) {
    for (const [name, value] of Object.entries(part)) {
      const difference = differenceFrom(matcher, document[name], value, path === '' ? name : `${path}.${name}`);
      if (difference !== undefined) return difference;
    }
    return undefined;
  }
  if (matcher.equals(document, part) || isSameNumber(path, document, part)) return undefined;
  const place = path === '' ? '' : ` at ${path}`;
  return `${place}: it is ${argumentText(document) || 'absent'}, expected ${argumentText(part) || 'undefined'}`;
}

/** An asymmetric matcher, which is compared as a whole. */
export function isAsymmetric(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'asymmetricMatch' in value;
}

function isPlain(value: unknown): value is Readonly<Record<string, unknown>> {
  return isObject(value) && !isAsymmetric(value);
}

/** Sequence numbers are compared as numbers here too. */
function isSameNumber(path: string, document: unknown, part: unknown): boolean {
  if (!path.endsWith('SequenceNumber') || typeof document !== 'string' || typeof part !== 'string') return false;
  return withoutZeros(document) === withoutZeros(part);
}

function withoutZeros(sequenceNumber: string): string {
  return sequenceNumber.replace(/^0+(?=\d)/, '');
}
