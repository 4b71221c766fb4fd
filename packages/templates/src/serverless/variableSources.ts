import { isObject } from '@millrace/simulator';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { member } from '../values/member.ts';
import { OpenValue, openAmong } from '../values/openValue.ts';
import { parsedText } from '../reading/parsedText.ts';
import { readText } from '../reading/readText.ts';
import { scalarText } from '../values/scalarText.ts';
import { TemplateError } from '../values/templateError.ts';
import { type TextPiece, variableText } from './variableText.ts';

/** A `serverless.yml` and what its variables are resolved with. */
export interface Service {
  readonly file: string;
  readonly folder: string;
  readonly document: Readonly<Record<string, unknown>>;
  /** Options (`stage`), environment (`env:NAME`) and parameters (`param:name`). */
  readonly given: Readonly<Record<string, string>>;
  /** What variables came to; `resolving` marks those that are being resolved, which ends whatever refers to itself. */
  readonly known: Map<string, unknown>;
}

const resolving = Symbol('resolving');
const mostCharacters = 1_000_000;
/** Variables that lead to variables: longer chains than this are left open. */
const longestChain = 100;

/** A value with the framework's variables resolved as far as the file and what is given say; the rest are `OpenValue`s. */
export function resolved(value: unknown, service: Service, level = 0): unknown {
  if (typeof value === 'string') return resolvedText(variableText(value, service.file), service, level);
  if (Array.isArray(value)) return value.map((element) => resolved(element, service, level));
  if (!isObject(value) || value instanceof OpenValue) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, resolved(inner, service, level)]));
}

function resolvedText(pieces: readonly TextPiece[], service: Service, level: number): unknown {
  const [only] = pieces;
  if (pieces.length === 1 && typeof only === 'object') return variable(only.variable, service, level);
  const parts = pieces.map((piece) => {
    if (typeof piece === 'string') return piece;
    const value = variable(piece.variable, service, level);
    return value instanceof OpenValue ? value : (scalarText(value) ?? new OpenValue([], 'no text'));
  });
  const open = openAmong(parts);
  if (open) return open;
  const text = parts.map(String).join('');
  if (text.length <= mostCharacters) return text;
  throw new TemplateError(`${service.file} makes a text of ${text.length} characters of its variables.`);
}

/** The first of the alternatives that there is: `${opt:stage, self:provider.stage, 'dev'}`. */
function variable(content: readonly TextPiece[], service: Service, level: number): unknown {
  const text = resolvedText(content, service, level);
  if (text instanceof OpenValue) return text;
  const key = String(text);
  const before = service.known.get(key);
  if (before === resolving || level > longestChain)
    return new OpenValue([], `\${${key.slice(0, 100)}} refers to itself`);
  if (service.known.has(key)) return before;
  service.known.set(key, resolving);
  const value = firstOf(alternatives(key), service, level + 1);
  service.known.set(key, value);
  return value;
}

function firstOf(addresses: readonly string[], service: Service, level: number): unknown {
  let missing: OpenValue | undefined;
  for (const address of addresses) {
    const value = literal(address) ?? sourced(address, service, level);
    // What an option or the environment would give has a default; what is looked up in an account is there.
    if (value instanceof OpenValue && (value.reason === undefined || value.reason === absent)) missing ??= value;
    else if (value !== undefined && value !== null) return value;
  }
  return missing ?? new OpenValue([], absent);
}

const absent = 'nothing stands there';

function alternatives(text: string): readonly string[] {
  return (text.match(/(?:'[^']*'|"[^"]*"|\([^)]*\)|[^,'"(])+/gu) ?? []).map((each) => each.trim());
}

function literal(text: string): unknown {
  const [, quoted] = /^(?:'([^']*)'|"([^"]*)")$/u.exec(text)?.filter((each) => each !== undefined) ?? [];
  if (quoted !== undefined) return quoted;
  if (text === "''" || text === '""') return '';
  if (/^-?\d+(?:\.\d+)?$/u.test(text)) return Number(text);
  return text === 'true' ? true : text === 'false' ? false : undefined;
}

function sourced(address: string, service: Service, level: number): unknown {
  const [, source = '', argument = '', path = ''] = /^([A-Za-z]\w*)(?:\(([^)]*)\))?:?(.*)$/su.exec(address) ?? [];
  const { document, given } = service;
  switch (source) {
    case 'self':
      return at(document, path, service, level);
    case 'opt':
      return given[path] ?? new OpenValue([path]);
    case 'env':
      return given[`env:${path}`] ?? new OpenValue([`env:${path}`]);
    case 'param':
      return parameter(path, service, level);
    case 'sls':
      return path === 'stage' ? stageOf(service, level) : new OpenValue([]);
    case 'aws':
      return path === 'region' ? regionOf(service, level) : path === 'accountId' ? '123456789012' : new OpenValue([]);
    case 'file':
      return inFile(argument, path, service, level);
    case 'strToBool':
      return ['true', '1', 'yes'].includes(argument.trim().toLowerCase());
    default:
      return new OpenValue([], `\${${source}:…} is looked up when it is deployed`);
  }
}

/** The stage: the option, or else what the provider says, or `dev`. */
export function stageOf(service: Service, level = 0): unknown {
  return service.given.stage ?? resolved(member(service.document.provider, 'stage'), service, level) ?? 'dev';
}

/** The region: the option, or else what the provider says, or the framework's own default. */
export function regionOf(service: Service, level = 0): unknown {
  return service.given.region ?? resolved(member(service.document.provider, 'region'), service, level) ?? 'us-east-1';
}

function parameter(name: string, service: Service, level: number): unknown {
  const { params, stages } = service.document;
  const stage = String(stageOf(service, level));
  const written = [
    member(member(params, stage), name),
    member(member(member(stages, stage), 'params'), name),
    member(member(params, 'default'), name),
    member(member(member(stages, 'default'), 'params'), name),
  ].find((each) => each !== undefined);
  const value = service.given[`param:${name}`] ?? resolved(written, service, level);
  return value ?? new OpenValue([`param:${name}`]);
}

/** What stands at a path of names; a variable on the way is resolved. */
function at(from: unknown, path: string, service: Service, level: number): unknown {
  let value = from;
  for (const name of path === '' ? [] : path.split('.')) {
    if (typeof value === 'string') value = resolved(value, service, level);
    if (value instanceof OpenValue) return value;
    value = Array.isArray(value) ? value[Number(name)] : member(value, name);
  }
  return resolved(value, service, level);
}

/** A part of another file, `file(./config.yml):dev.table`; a program among them is not run. */
function inFile(name: string, path: string, service: Service, level: number): unknown {
  const file = join(service.folder, name.trim());
  if (!/\.(?:ya?ml|json)$/u.test(name.trim())) return new OpenValue([], `${name} is a program or no YAML`);
  if (!existsSync(file)) return new OpenValue([], `there is no file ${name}`);
  const key = `file ${file}`;
  if (!service.known.has(key)) service.known.set(key, parsedText(readText(file), file));
  return at(service.known.get(key), path, service, level);
}
