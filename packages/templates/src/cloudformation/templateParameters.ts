import { isObject } from '@millrace/simulator';
import { named } from '../values/member.ts';
import { OpenValue } from '../values/openValue.ts';
import { scalarText } from '../values/scalarText.ts';
import { TemplateError } from '../values/templateError.ts';
import { constraintBroken } from './parameterConstraints.ts';
import type { Scope } from './scope.ts';

/**
 * Refuses values for parameters that the template does not have, or that its constraints do not allow.
 *
 * Values for pseudo parameters (`AWS::Region`) are taken by every template.
 */
export function refuseParameters(values: Readonly<Record<string, string>>, template: Named, file: string): void {
  const parameters = named(template.Parameters);
  for (const [name, value] of Object.entries(values)) {
    if (name.startsWith('AWS::')) continue;
    if (!Object.hasOwn(parameters, name)) throw noSuchParameter(name, Object.keys(parameters), file);
    const broken = constraintBroken(value, named(parameters[name]));
    if (broken === undefined) continue;
    throw new TemplateError(`The parameter ${name} of ${file} is given as ${JSON.stringify(value)}, ${broken}`);
  }
}

type Named = Readonly<Record<string, unknown>>;

/** Says of a parameter that there is none of that name, and which there are. */
export function noSuchParameter(name: string, known: readonly string[], file: string): TemplateError {
  const shown = known.length > 20 ? `${known.slice(0, 20).join(', ')} and ${known.length - 20} more` : known.join(', ');
  const instead = known.length > 0 ? `It has: ${shown}.` : 'It has none: leave the parameter out.';
  return new TemplateError(`${file} has no parameter ${name}. ${instead}`);
}

/** The value that a parameter has: the one that is given, or its Default. */
export function parameterValue(name: string, scope: Scope): unknown {
  const { parameters: known } = scope.known;
  if (known.has(name)) return known.get(name);
  const value = valueOf(name, scope);
  known.set(name, value);
  return value;
}

function valueOf(name: string, { parameters, given, file }: Scope): unknown {
  const parameter = parameters[name];
  if (!isObject(parameter)) return new OpenValue([name]);
  const type = String(parameter.Type);
  // What is written is the name of the value, at Systems Manager.
  if (type.startsWith('AWS::SSM::Parameter::Value')) return new OpenValue([], 'stored at Systems Manager');
  const value: unknown = Object.hasOwn(given, name) ? given[name] : parameter.Default;
  if (value === undefined || value === null) return new OpenValue([name]);
  if (!Object.hasOwn(given, name)) {
    const broken = constraintBroken(scalarText(value) ?? '', parameter);
    if (broken !== undefined) {
      throw new TemplateError(
        `The Default of the parameter ${name} of ${file} is ${JSON.stringify(value)}, ${broken} CloudFormation refuses it too.`,
      );
    }
  }
  const isList = type === 'CommaDelimitedList' || type.startsWith('List<');
  if (isList && typeof value === 'string') return value.split(',').map((each) => each.trim());
  return typeof value === 'string' && value.includes('{{resolve:')
    ? new OpenValue([], 'looked up when it is deployed')
    : value;
}
