import { suggestName } from '../words/suggestName.ts';
import { CheckerUsageError } from './checkerUsageError.ts';
import { discardConditions } from './discardConditions.ts';
import { givenText } from '../words/givenText.ts';

/** What the value of a name may be. */
export interface NamedValue {
  /** In words, after "expected". */
  readonly expected: string;
  readonly accepts: (value: unknown) => boolean;
}

/** A whole number, such as of records or of times. */
export const count: NamedValue = {
  expected: 'a whole number of at least 0',
  accepts: (value) => typeof value === 'number' && Number.isSafeInteger(value) && value >= 0,
};

/** Something that is allowed or not. Its default is the strict one, so `undefined` lets nothing pass. */
export const flag: NamedValue = {
  expected: 'true or false',
  accepts: (value) => value === undefined || typeof value === 'boolean',
};

/** A sequence number; its length is left open for traces from elsewhere. */
export const sequenceNumber: NamedValue = {
  expected: "a string of digits such as '4900031'",
  accepts: (value) => typeof value === 'string' && /^\d+$/.test(value),
};

/** Why a record was given up. */
export const condition: NamedValue = {
  expected: `one of ${discardConditions.join(', ')}`,
  accepts: (value) => typeof value === 'string' && discardConditions.includes(value),
};

/** The name of a shard. */
export const shardId: NamedValue = {
  expected: 'the name of a shard',
  accepts: (value) => typeof value === 'string' && value !== '',
};

/**
 * Refuses what is no object, names that are not known, with the one that was probably meant, and values that a name
 * cannot have, `undefined` among them: whoever wrote the name meant to say something with it.
 */
export function refuseNames(
  checker: string,
  given: unknown,
  known: Readonly<Record<string, NamedValue>>,
  { what, example }: { readonly what: string; readonly example: string },
): void {
  if (!isPlainObject(given)) throw refusal(checker, `got ${givenText(given)}, expected an object such as ${example}`);
  const names = Object.keys(known);
  for (const [name, value] of Object.entries(given)) {
    const wanted = Object.hasOwn(known, name) ? known[name] : undefined;
    if (wanted === undefined) {
      const suggestion = suggestName(name, names);
      const advice =
        suggestion === undefined
          ? `It knows ${names.join(', ')}`
          : `Did you mean \`${suggestion}\`? It knows ${names.join(', ')}`;
      throw refusal(checker, `got the unknown ${what} \`${name}\` in ${givenText(given)}. ${advice}`);
    }
    if (wanted.accepts(value)) continue;
    const text =
      value === undefined ? `undefined for the ${what} \`${name}\`` : `${givenText(value)} for the ${what} \`${name}\``;
    throw refusal(
      checker,
      `got ${text}, expected ${wanted.expected}${value === undefined ? '; leave it out to say nothing about it' : ''}`,
    );
  }
}

/** Says that a value is an object with names: no list, and no Map, Date or promise, which would look empty. */
export function isPlainObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return Object.prototype.toString.call(value) === '[object Object]';
}

function refusal(checker: string, complaint: string): CheckerUsageError {
  return new CheckerUsageError('InvalidExpectation', checker, `${complaint}.`);
}
