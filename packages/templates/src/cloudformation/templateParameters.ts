import { TemplateError } from '../templateError.ts';
import { unknowable, workedOut } from './intrinsics.ts';
import { isObject } from '../isObject.ts';

type Template = Readonly<Record<string, unknown>>;

/**
 * The template with these values in place of its parameters' Defaults.
 *
 * Throws a `TemplateError` for a name that is no parameter of the template.
 */
export function withParameters(template: Template, values: Readonly<Record<string, string>>, file: string): Template {
  const known = Object.keys(parametersOf(template));
  for (const name of Object.keys(values)) {
    if (known.includes(name)) continue;
    const instead = known.length > 0 ? `It has: ${known.join(', ')}.` : 'It has none: leave --parameter out.';
    throw new TemplateError(`${file} has no parameter ${name}. ${instead}`);
  }
  return withDefaults(template, values);
}

/** The template as it is when each of these parameters has some value. */
export function withStandIns(names: readonly string[], template: Template): Template {
  return withDefaults(template, Object.fromEntries(names.map((name) => [name, '1'])));
}

/** The parameters without a Default that a value waits for: with all of them it is known, without any one it is not. */
export function missingParameters(value: unknown, template: Template): readonly string[] {
  const missing = Object.keys(parametersOf(template)).filter(
    (name) => workedOut({ Ref: name }, template) === unknowable,
  );
  const isKnownWith = (names: readonly string[]): boolean =>
    workedOut(value, withStandIns(names, template)) !== unknowable;
  if (!isKnownWith(missing)) return [];
  return missing.filter((name) => !isKnownWith(missing.filter((other) => other !== name)));
}

function withDefaults(template: Template, values: Readonly<Record<string, string>>): Template {
  const parameters = parametersOf(template);
  const given = Object.entries(values).map(
    ([name, Default]) => [name, { ...Object(parameters[name]), Default }] as const,
  );
  return { ...template, Parameters: { ...parameters, ...Object.fromEntries(given) } };
}

function parametersOf({ Parameters }: Template): Readonly<Record<string, unknown>> {
  return isObject(Parameters) ? Parameters : {};
}
