import { HandlerOptionError } from '../options/handlerOptionError.ts';
import { nearestName } from './nearestName.ts';

/** The names of some options: all that their type has, and no other. */
export type OptionNames<Options> = Readonly<Record<keyof Options, true>>;

/**
 * Refuses options that are missing, and a name that is not known. Ignored, a misspelt `keyPrefix` would put the records
 * under the default one, where another effect has done them already. A value of `undefined` is no option.
 *
 * `others` are names that mean nothing to the function and are let through.
 */
export function checkOptions(
  functionName: string,
  options: unknown,
  names: Readonly<Record<string, true>>,
  others: readonly string[] = [],
): void {
  const known = Object.keys(names);
  if (typeof options !== 'object' || options === null) {
    throw new HandlerOptionError('options', options, `an object with the options of ${functionName}: ${list(known)}`);
  }
  for (const [name, value] of Object.entries(options)) {
    if (value === undefined || known.includes(name) || others.includes(name)) continue;
    const meant = nearestName(name, known);
    const instead = meant === undefined ? `, which knows ${list(known)}` : `; perhaps ${meant} is meant`;
    throw new HandlerOptionError(name, value, `no option of that name for ${functionName}${instead}`);
  }
}

function list(names: readonly string[]): string {
  return names.join(', ');
}

/** The test of a text that says something. */
export function isName(value: unknown): boolean {
  return typeof value === 'string' && value.trim() !== '';
}
