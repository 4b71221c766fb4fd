import type { MappingFromOptions } from './mappingFromOptions.ts';

/** How a source is opened: what is given for its parameters, as texts. */
export interface OpeningOptions {
  readonly given: Readonly<Record<string, string>>;
  readonly configEnv: string | undefined;
  /** One of the files of a project: what is given may be for the others, so that it need not have every parameter. */
  readonly isOneOfMany: boolean;
}

/** The options of a user as a source takes them. */
export function openingOptions(
  { parameters = {}, configEnv }: MappingFromOptions,
  isOneOfMany: boolean,
): OpeningOptions {
  const given = Object.entries(parameters).map(([name, value]) => [name, String(value)]);
  return { given: Object.fromEntries(given), configEnv, isOneOfMany };
}

/** What is given for the parameters that a source has. */
export function givenFor(
  { given, isOneOfMany }: OpeningOptions,
  has: (name: string) => boolean,
): Readonly<Record<string, string>> {
  return isOneOfMany ? Object.fromEntries(Object.entries(given).filter(([name]) => has(name))) : given;
}
