import { readdirSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { member, named } from '../values/member.ts';
import { scalarText } from '../values/scalarText.ts';
import { OpenValue } from '../values/openValue.ts';
import { readText } from '../reading/readText.ts';
import { TemplateError } from '../values/templateError.ts';
import { evaluated } from './evaluated.ts';
import { parsedHcl, type ParsedHcl } from './hclParser.ts';
import type { CalledModule, Named, Scope } from './scope.ts';

/** How deep modules call modules, and how many there are in all: a module that calls itself twice ends. */
const deepest = 8;
const mostModules = 100;

/** Where a module stands among those that call it. */
interface Place {
  /** `module.shop.`; empty for the root. */
  readonly address: string;
  /** Its folder from that of the root, which is what `path.module` is. */
  readonly modulePath: string;
  readonly depth: number;
  /** Of all modules of the root. */
  readonly opened: { count: number };
}

/** What the files of the folder of a path define, and what the file at the path itself does, where it is a file. */
export function rootScope(
  path: string,
  given: Readonly<Record<string, string>>,
): { readonly scope: Scope; readonly own: Named | undefined } {
  const isFolder = isFolderAt(path);
  const folder = isFolder ? path : dirname(path);
  const parsed = parsedTree(folder, isFolder ? [] : [path]);
  const mistake = parsed.mistakes.get(path);
  if (mistake !== undefined) throw new TemplateError(`${path} is no configuration of Terraform: ${mistake}`);
  const root = (values: Named): Scope =>
    moduleScope(path, folder, parsed, { address: '', modulePath: '.', depth: 0, opened: { count: 0 } }, values);
  const scope = root({});
  const values = [...parsed.files].filter(([name]) => isOfValues(name)).map(([, file]) => file);
  const fromFiles = Object.assign({}, ...values.map((each) => evaluated(each, scope)));
  const typed = Object.entries(given).map(([name, text]) => [name, typedValue(text, scope.variables[name])]);
  return {
    scope: root({ ...fromFiles, ...Object.fromEntries(typed) }),
    own: isFolder ? undefined : parsed.files.get(path),
  };
}

function isFolderAt(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}

/**
 * The files of a folder and of those that its modules lie in, parsed at once: to start the parser takes longer than to parse. The
 * folders are found by how a source is written; which of them a module is read from, its call says.
 */
function parsedTree(root: string, others: readonly string[]): ParsedHcl {
  const folders = [root];
  const texts = new Map<string, string>();
  let characters = 0;
  for (const folder of folders) {
    const beside = readdirSync(folder).filter((name) => (folder === root ? ofRoot : ofModule).test(name));
    const paths = [...(folder === root ? others : []), ...beside.map((name) => join(folder, name))];
    const read = new Map(paths.map((path) => [path, readText(path)]));
    for (const text of read.values()) characters += text.length;
    if (folder !== root && characters > mostCharacters) break;
    for (const [path, text] of read) {
      texts.set(path, text);
      for (const [, source = ''] of text.matchAll(/\bsource"?\s*[=:]\s*"(\.\.?\/[^"]*)"/gu)) {
        const called = join(folder, source);
        if (folders.length < mostModules && !folders.includes(called) && isFolderAt(called)) folders.push(called);
      }
    }
  }
  return parsedHcl([...texts].map(([path, text]) => ({ path, text })).toSorted((a, b) => inOrder(a.path, b.path)));
}

const ofRoot = /\.tf(?:\.json)?$|(?:^terraform|\.auto)\.tfvars(?:\.json)?$/u;
const ofModule = /\.tf(?:\.json)?$/u;
/** Of HCL with that of modules; those beyond are left open. */
const mostCharacters = 4_000_000;

function inOrder(a: string, b: string): number {
  return a < b ? -1 : 1;
}

function isOfValues(name: string): boolean {
  return /\.tfvars(?:\.json)?$/u.test(name);
}

function moduleScope(path: string, folder: string, parsed: ParsedHcl, place: Place, given: Named): Scope {
  // What the file itself defines comes before what another file of the folder defines by the same name.
  const own = parsed.files.get(path);
  const others = [...parsed.files].filter(([name]) => name !== path && !isOfValues(name) && dirname(name) === folder);
  const files = [...(own === undefined ? [] : [own]), ...others.map(([, file]) => file)];
  const called = new Map<string, readonly CalledModule[] | undefined>();
  const scope: Scope = {
    file: path,
    folder,
    address: place.address,
    modulePath: place.modulePath,
    variables: merged(files.map((file) => file.variable)),
    locals: merged(files.flatMap((file) => file.locals)),
    resources: mergedTypes(files.map((file) => file.resource)),
    data: mergedTypes(files.map((file) => file.data)),
    modules: merged(files.map((file) => file.module)),
    outputs: merged(files.map((file) => file.output)),
    called: (name) => {
      if (called.has(name)) return called.get(name);
      // One whose number depends on itself is open.
      called.set(name, undefined);
      called.set(name, calledModules(name, scope, parsed, place));
      return called.get(name);
    },
    expressions: parsed.expressions,
    given,
    bindings: {},
    isDeciding: false,
    known: { values: new Map(), waiting: 0 },
  };
  return scope;
}

function merged(parts: readonly unknown[]): Named {
  return Object.assign({}, ...parts.toReversed().map((part) => named(part)));
}

function mergedTypes(parts: readonly unknown[]): Readonly<Record<string, Named>> {
  const types = new Set(parts.flatMap((part) => Object.keys(named(part))));
  return Object.fromEntries([...types].map((type) => [type, merged(parts.map((part) => member(part, type)))]));
}

/** A value that is given is text, and what its variable takes may be a number, a list or an object. */
function typedValue(text: string, variable: unknown): unknown {
  const type = scalarText(member([variable].flat()[0], 'type')) ?? '';
  if (/string/u.test(type)) return text;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

const ofCalls = new Set(['source', 'version', 'providers', 'depends_on', 'count', 'for_each']);

/** A module whose source is a folder, as often as its `count` or `for_each` makes; `undefined` for one that is elsewhere. */
function calledModules(
  name: string,
  scope: Scope,
  parsed: ParsedHcl,
  place: Place,
): readonly CalledModule[] | undefined {
  const call = named([scope.modules[name]].flat()[0]);
  const source = scalarText(call.source) ?? '';
  const folder = join(scope.folder, source);
  if (!/^\.\.?(?:\/|$)/u.test(source) || place.depth >= deepest) return undefined;
  const isParsed = [...parsed.files.keys()].some((path) => dirname(path) === folder);
  if (!isParsed || [...parsed.mistakes.keys()].some((path) => dirname(path) === folder)) return undefined;
  const modulePath = join(place.modulePath, source);
  return copies(call, scope).flatMap(({ key, bindings }) => {
    if (place.opened.count >= mostModules) return [];
    place.opened.count++;
    const address = `${place.address}module.${name}${key === undefined ? '' : `[${JSON.stringify(key)}]`}.`;
    const given = lazy(call, { ...scope, bindings });
    const within: Place = { address, modulePath, depth: place.depth + 1, opened: place.opened };
    return [{ key, scope: moduleScope(folder, folder, parsed, within, given) }];
  });
}

function copies(
  { count, for_each: forEach }: Named,
  scope: Scope,
): readonly { key: string | number | undefined; bindings: Named }[] {
  if (count !== undefined) {
    const isNone = Number(evaluated(count, { ...scope, isDeciding: true })) === 0;
    return isNone ? [] : [{ key: 0, bindings: { count: { index: 0 } } }];
  }
  const over = forEach === undefined ? undefined : evaluated(forEach, scope);
  if (typeof over !== 'object' || over === null || over instanceof OpenValue) return [{ key: undefined, bindings: {} }];
  const elements = Array.isArray(over) ? over.map((each) => [String(each), each] as const) : Object.entries(over);
  return elements.map(([key, value]) => ({ key, bindings: { each: { key, value } } }));
}

/** Modules may need outputs of each other: what a call gives is worked out when it is asked for. */
function lazy(call: Named, scope: Scope): Named {
  const given: Record<string, unknown> = {};
  for (const [name, written] of Object.entries(call)) {
    if (ofCalls.has(name)) continue;
    Object.defineProperty(given, name, { enumerable: true, get: () => evaluated(written, scope) });
  }
  return given;
}
