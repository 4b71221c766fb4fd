import { OpenValue } from '../values/openValue.ts';
import { scalarText } from '../values/scalarText.ts';

/** The environment variables that a source gives a function. */
export interface FunctionEnvironment {
  readonly variables: Readonly<Record<string, string>>;
  /** The names of those whose values the source leaves open. */
  readonly open: readonly string[];
  /** By the names of open ones, the parameters without a value that their values wait for, where there are any. */
  readonly missingParameters: Readonly<Record<string, readonly string[]>>;
}

/** No variables at all. */
export const noEnvironment: FunctionEnvironment = { variables: {}, open: [], missingParameters: {} };

/** The environment of variables that have been worked out. Lists and objects are no values of variables. */
export function functionEnvironment(worked: Iterable<readonly [name: string, value: unknown]>): FunctionEnvironment {
  const variables: [string, string][] = [];
  const open: string[] = [];
  const missing: [string, readonly string[]][] = [];
  for (const [name, value] of worked) {
    if (value === undefined) continue;
    const text = scalarText(value);
    if (text !== undefined) {
      variables.push([name, text]);
      continue;
    }
    open.push(name);
    if (value instanceof OpenValue && value.reason === undefined && value.parameters.length > 0) {
      missing.push([name, value.parameters]);
    }
  }
  return { variables: Object.fromEntries(variables), open, missingParameters: Object.fromEntries(missing) };
}
