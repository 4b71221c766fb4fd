import type { OpenValue } from './values/openValue.ts';
import { TemplateError } from './values/templateError.ts';

/** A value that a source leaves open, where it is written, and how it is given when no parameter of the source does. */
export interface AskedValue {
  /** `BatchSize of Map`. */
  readonly what: string;
  readonly written: unknown;
  readonly open: OpenValue;
  /** The parameter of the mapping; `undefined` for the function's time-out. */
  readonly parameter: string | undefined;
}

/** How messages say that values are given: as options of the command, or as arguments of `mappingFrom`. */
export type Spelling = 'options' | 'arguments';

/** Says of all values that a source leaves open why it does, and how they are given. */
export function openValuesError(
  values: readonly AskedValue[],
  file: string,
  { parameters, spelling }: { readonly parameters: readonly string[]; readonly spelling: Spelling },
): TemplateError {
  const order = new Map(parameters.map((name, index) => [name, index]));
  const inOrder = (names: readonly string[]): readonly string[] =>
    names.toSorted((a, b) => (order.get(a) ?? order.size) - (order.get(b) ?? order.size));
  const reasons: string[] = [];
  const givenByName = new Set<string>();
  const asked = new Set<string | undefined>();
  for (const { what, written, open, parameter } of values) {
    const missing = open.reason === undefined ? inOrder(open.parameters) : [];
    reasons.push(`${what} in ${file} is ${shown(written)}, ${whyOpen(open, missing)}.`);
    if (missing.length === 0) asked.add(parameter);
    else missing.forEach((name) => givenByName.add(name));
  }
  const isOne = values.length === 1;
  const how = spelling === 'options' ? asOptions(givenByName, asked) : asArguments(givenByName, asked);
  const advice = `Give ${isOne ? 'the value it has' : 'the values they have'} there: ${how}`;
  return new TemplateError([...reasons, advice].join(isOne ? ' ' : '\n'));
}

function shown(written: unknown): string {
  const text = JSON.stringify(written) ?? 'nothing';
  return text.length > 300 ? `${text.slice(0, 300)}…` : text;
}

function whyOpen({ reason }: OpenValue, missing: readonly string[]): string {
  if (missing.length === 0) return `which only a deployment can work out${reason === undefined ? '' : ` (${reason})`}`;
  const names = missing.join(' and ');
  if (missing.every((name) => name.startsWith('AWS::'))) return `which depends on ${names}`;
  return missing.length === 1
    ? `and ${names} is a parameter without a Default`
    : `and ${names} are parameters without a Default`;
}

const structures = ['DestinationConfig', 'FilterCriteria', 'MetricsConfig'];

function asOptions(byName: Iterable<string>, asked: Iterable<string | undefined>): string {
  const options = [...byName].map((name) => `--parameter ${name}=<value>`);
  for (const parameter of asked) {
    if (parameter === undefined) options.push('--timeout <seconds>');
    else options.push(`--set ${parameter}=${structures.includes(parameter) ? "'<JSON>'" : '<value>'}`);
  }
  return options.join(' ');
}

function asArguments(byName: Iterable<string>, asked: Iterable<string | undefined>): string {
  const parameters = [...byName].map((name) => `${/^\w+$/u.test(name) ? name : `'${name}'`}: '…'`);
  const overrides: string[] = [];
  const parts: string[] = [];
  let asksTimeout = false;
  for (const parameter of asked) {
    if (parameter === undefined) asksTimeout = true;
    else overrides.push(`${parameter}: ${structures.includes(parameter) ? '{ … }' : '…'}`);
  }
  if (parameters.length > 0) parts.push(`parameters: { ${parameters.join(', ')} }`);
  if (overrides.length > 0) parts.push(`overrides: { ${overrides.join(', ')} }`);
  if (asksTimeout) parts.push('timeoutSeconds: …');
  return `mappingFrom(…, { ${parts.join(', ')} })`;
}
