import { runInNewContext } from 'node:vm';

type Parameter = Readonly<Record<string, unknown>>;

/** What a value of a parameter breaks of the constraints that the template gives it, as the end of a sentence. */
export function constraintBroken(value: string, parameter: Parameter): string | undefined {
  const isList = parameter.Type === 'CommaDelimitedList' || String(parameter.Type).startsWith('List<');
  const values = isList ? value.split(',').map((each) => each.trim()) : [value];
  for (const each of values) {
    const broken = brokenBy(each, parameter);
    if (broken === undefined) continue;
    const { ConstraintDescription: described } = parameter;
    return typeof described === 'string' ? `${broken} (${described}).` : `${broken}.`;
  }
  return undefined;
}

function brokenBy(value: string, parameter: Parameter): string | undefined {
  const { AllowedValues, AllowedPattern, Type } = parameter;
  if (Array.isArray(AllowedValues) && !AllowedValues.some((allowed) => String(allowed) === value)) {
    return `expected one of its AllowedValues: ${AllowedValues.slice(0, 20).map(String).join(', ')}`;
  }
  const isNumber = Type === 'Number' || Type === 'List<Number>';
  if (isNumber && (value.trim() === '' || !Number.isFinite(Number(value)))) return 'expected a number, its Type';
  const measured = isNumber ? Number(value) : value.length;
  const [least, most] = isNumber ? ['MinValue', 'MaxValue'] : ['MinLength', 'MaxLength'];
  const of = isNumber ? '' : ' characters';
  if (measured < limit(parameter, least, Number.NEGATIVE_INFINITY)) {
    return `expected at least ${String(parameter[least])}${of}, its ${least}`;
  }
  if (measured > limit(parameter, most, Number.POSITIVE_INFINITY)) {
    return `expected at most ${String(parameter[most])}${of}, its ${most}`;
  }
  if (typeof AllowedPattern === 'string' && !matches(value, AllowedPattern)) {
    return `expected what its AllowedPattern ${AllowedPattern.slice(0, 200)} allows`;
  }
  return undefined;
}

function limit(parameter: Parameter, name: string, otherwise: number): number {
  const value = Number(parameter[name] ?? Number.NaN);
  return Number.isNaN(value) ? otherwise : value;
}

/**
 * The pattern is Java's and the template's: where JavaScript cannot read it, or does not come to an end with it, nothing is
 * said against the value.
 */
function matches(value: string, pattern: string): boolean {
  try {
    return runInNewContext(
      'new RegExp(pattern, "u").test(value)',
      { pattern: `^(?:${pattern})$`, value },
      { timeout: 100 },
    );
  } catch {
    return true;
  }
}
