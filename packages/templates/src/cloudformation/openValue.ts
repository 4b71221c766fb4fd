import { TemplateError } from '../templateError.ts';
import { missingParameters } from './templateParameters.ts';

/** A value that a template leaves open, and the option that gives it when no parameter of the template does. */
export interface OpenValue {
  readonly what: string;
  readonly written: unknown;
  readonly option: string;
}

/** Says of all values that a template leaves open why it does, and which options give them. */
export function openValuesError(
  values: readonly OpenValue[],
  template: Readonly<Record<string, unknown>>,
  file: string,
): TemplateError {
  const reasons: string[] = [];
  const options = new Set<string>();
  for (const { what, written, option } of values) {
    const missing = missingParameters(written, template);
    reasons.push(`${what} in ${file} is ${JSON.stringify(written)}, ${whyOpen(missing)}.`);
    const giving = missing.length > 0 ? missing.map((name) => `--parameter ${name}=<value>`) : [option];
    giving.forEach((each) => options.add(each));
  }
  const isOne = values.length === 1;
  const advice = `Give ${isOne ? 'the value it has' : 'the values they have'} there: ${[...options].join(' ')}`;
  return new TemplateError([...reasons, advice].join(isOne ? ' ' : '\n'));
}

function whyOpen(missing: readonly string[]): string {
  if (missing.length === 0) return 'which only a deployment can work out';
  const names = missing.join(' and ');
  return missing.length === 1
    ? `and ${names} is a parameter without a Default`
    : `and ${names} are parameters without a Default`;
}
