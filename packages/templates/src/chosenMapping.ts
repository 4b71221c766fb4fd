import type { LeftOut, Source, SourceMapping } from './source/source.ts';
import { TemplateError } from './values/templateError.ts';
import { whatIsDeployed } from './values/whatIsDeployed.ts';

/**
 * The mapping that `name` means in a source, or the only one there is. Those of DynamoDB streams come before those of which
 * the source does not say what they read.
 *
 * Throws a `TemplateError` that lists what there is.
 */
export function chosenMapping(
  { mappings, leftOut, kind }: Source,
  name: string | undefined,
  file: string,
): SourceMapping {
  const fitting = name === undefined ? mappings : meant(mappings, name);
  const sure = fitting.filter(({ isSure }) => isSure);
  const candidates = sure.length > 0 ? sure : fitting;
  const [only] = candidates;
  if (only && candidates.length === 1) return only;
  if (fitting.length > 0) {
    const unsure = sure.length > 0 ? '' : ', of which it does not say what they read';
    throw new TemplateError(`${file} has several mappings${unsure}; choose one: ${names(candidates, file)}.`);
  }
  const [other] = name === undefined ? [] : meant(leftOut, name);
  if (other) throw new TemplateError(`${file}#${other.name} is not simulated: ${other.why}. ${rest(mappings, file)}`);
  if (mappings.length > 0) throw new TemplateError(`${file} has no mapping ${name}. It has: ${names(mappings, file)}.`);
  throw new TemplateError(`${file} is ${kind}.${others(leftOut)} ${whatIsDeployed}`);
}

interface Named {
  readonly name: string;
  readonly aliases: readonly string[];
}

function meant<T extends Named>(all: readonly T[], name: string): readonly T[] {
  const exact = all.filter((each) => each.name === name);
  return exact.length > 0 ? exact : all.filter(({ aliases }) => aliases.includes(name));
}

function rest(mappings: readonly SourceMapping[], file: string): string {
  return mappings.length > 0 ? `It has: ${names(mappings, file)}.` : `There is no other mapping. ${whatIsDeployed}`;
}

function others(leftOut: readonly LeftOut[]): string {
  if (leftOut.length === 0) return '';
  return ` It has ${shown(
    leftOut.map(({ name, why }) => `${name} (${why})`),
    '; ',
  )}.`;
}

function names(mappings: readonly Named[], file: string): string {
  return shown(
    mappings.map(({ name }) => `${file}#${name}`),
    ', ',
  );
}

function shown(texts: readonly string[], separator: string): string {
  const first = texts.slice(0, 30).join(separator);
  return texts.length > 30 ? `${first} and ${texts.length - 30} more` : first;
}
