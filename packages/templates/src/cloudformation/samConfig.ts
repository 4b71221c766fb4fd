import { reasonOf } from '@millrace/simulator';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'smol-toml';
import { member, named } from '../values/member.ts';
import { parsedText } from '../reading/parsedText.ts';
import { readText } from '../reading/readText.ts';
import { TemplateError } from '../values/templateError.ts';

/** Parameters that `sam deploy` would take from its configuration, and where they stand. */
export interface SamConfig {
  readonly parameters: Readonly<Record<string, string>>;
  /** `samconfig.toml (default)`. */
  readonly file: string;
}

const usual = 'default';
const mostCharacters = 1_048_576;

/**
 * The `parameter_overrides` of the `samconfig.toml` (or `.yaml`, `.yml`) beside a template: of its section `env`, the
 * command `deploy` before what is for all commands.
 *
 * Throws a `TemplateError` when it cannot be parsed, or has no such section though one was asked for.
 */
export function samConfigParameters(folder: string, env: string | undefined): SamConfig {
  const name = ['samconfig.toml', 'samconfig.yaml', 'samconfig.yml'].find((each) => existsSync(join(folder, each)));
  if (name === undefined) {
    if (env === undefined) return { parameters: {}, file: 'samconfig.toml' };
    throw new TemplateError(`There is no samconfig.toml in ${folder}, so there is no section ${env} to take.`);
  }
  const file = join(folder, name);
  const text = readText(file);
  const config = named(name.endsWith('.toml') ? parsedToml(text, file) : parsedText(text, file));
  const section = member(config, env ?? usual);
  if (section === undefined && env !== undefined) {
    const sections = Object.keys(config).filter((key) => key !== 'version');
    throw new TemplateError(`${file} has no section ${env}. It has: ${sections.join(', ')}.`);
  }
  const overrides =
    member(member(member(section, 'deploy'), 'parameters'), 'parameter_overrides') ??
    member(member(member(section, 'global'), 'parameters'), 'parameter_overrides');
  return { parameters: parameterOverrides(overrides), file: `${name} (${env ?? usual})` };
}

function parsedToml(text: string, file: string): unknown {
  if (text.length > mostCharacters) throw new TemplateError(`${file} is too large for a configuration: over 1 MB.`);
  try {
    return parse(text);
  } catch (cause) {
    const why = reasonOf(cause);
    throw new TemplateError(`${file} is no TOML: ${why}`, cause);
  }
}

/** `Stage=test Size="10 20"`, a list of such texts, a table, or CloudFormation's `ParameterKey=…,ParameterValue=…`. */
function parameterOverrides(written: unknown): Readonly<Record<string, string>> {
  if (Array.isArray(written)) return Object.assign({}, ...written.map((each) => parameterOverrides(each)));
  if (typeof written === 'string') return Object.fromEntries(settingsIn(written));
  return Object.fromEntries(Object.entries(named(written)).map(([name, value]) => [name, String(value)]));
}

function settingsIn(text: string): readonly (readonly [string, string])[] {
  const settings: (readonly [string, string])[] = [];
  const pattern = /(?:ParameterKey=([\w:]+),ParameterValue=|([\w:]+)=)("(?:[^"\\]|\\.)*"|'[^']*'|[^\s"']*)/gu;
  for (const [, key, name = key ?? '', value = ''] of text.matchAll(pattern)) settings.push([name, unquoted(value)]);
  return settings;
}

function unquoted(value: string): string {
  if (value.startsWith("'")) return value.slice(1, -1);
  return value.startsWith('"') ? value.slice(1, -1).replaceAll(/\\(.)/gsu, '$1') : value;
}
