import { member } from '../values/member.ts';
import { OpenValue, openAmong } from '../values/openValue.ts';
import { scalarText } from '../values/scalarText.ts';
import { TemplateError } from '../values/templateError.ts';
import { attributeOf, referenceTo } from './resourceValues.ts';
import { type Scope, workedOut } from './scope.ts';

/** What a function makes of texts may be far longer than the template; nothing that a mapping takes is. */
const mostCharacters = 1_000_000;

/** `Fn::Sub`: a text with `${Name}`, `${Resource.Attribute}` and `${!Literal}`, or a list of it and of variables. */
export function substituted(argument: unknown, scope: Scope): unknown {
  const [text, variables]: unknown[] = Array.isArray(argument) ? argument : [argument, {}];
  if (typeof text !== 'string') return new OpenValue([]);
  const known = new Map<string, unknown>();
  const pieces: unknown[] = [];
  let end = 0;
  // A name holds no sign that begins another, so that no place is looked at twice.
  for (const match of text.matchAll(/\$\{(!?)([^${}]+)\}/gu)) {
    const [whole, literal, name = ''] = match;
    pieces.push(text.slice(end, match.index));
    end = match.index + whole.length;
    if (literal === '!') {
      pieces.push(`\${${name}}`);
      continue;
    }
    if (!known.has(name)) known.set(name, asText(variable(name.trim(), variables, scope)));
    pieces.push(known.get(name));
  }
  pieces.push(text.slice(end));
  return withoutDynamicReference(concatenated(pieces, '', scope), text);
}

function variable(name: string, variables: unknown, scope: Scope): unknown {
  const local = member(variables, name);
  if (local !== undefined) return workedOut(local, scope);
  return name.includes('.') ? attributeOf(name, scope) : referenceTo(name, scope);
}

/** `Fn::Join: [separator, list]`. */
export function joined(argument: unknown, scope: Scope): unknown {
  if (!Array.isArray(argument)) return new OpenValue([]);
  const [separator, list]: unknown[] = argument;
  const parts = workedOut(list, scope);
  if (parts instanceof OpenValue) return parts;
  if (!Array.isArray(parts) || typeof separator !== 'string') return new OpenValue([]);
  return withoutDynamicReference(concatenated(parts.map(asText), separator, scope), '');
}

/** CloudFormation looks `{{resolve:ssm:…}}` and `{{resolve:secretsmanager:…}}` up when it deploys, also in what is put together. */
export function withoutDynamicReference(value: unknown, written: string): unknown {
  const isLookedUp = written.includes('{{resolve:') || (typeof value === 'string' && value.includes('{{resolve:'));
  return isLookedUp ? new OpenValue([], 'looked up when it is deployed') : value;
}

/** `Fn::Split: [separator, text]`. */
export function split(argument: unknown, scope: Scope): unknown {
  if (!Array.isArray(argument)) return new OpenValue([]);
  const [separator, written]: unknown[] = argument;
  const text = workedOut(written, scope);
  if (text instanceof OpenValue) return text;
  return typeof text === 'string' && typeof separator === 'string' ? text.split(separator) : new OpenValue([]);
}

/** `Fn::Select: [index, list]`. Only the element that is asked for must be known. */
export function selected(argument: unknown, scope: Scope): unknown {
  if (!Array.isArray(argument)) return new OpenValue([]);
  const [index, written]: unknown[] = argument;
  const at = workedOut(index, { ...scope, isDeciding: true });
  if (at instanceof OpenValue) return at;
  const list = Array.isArray(written) ? written : workedOut(written, scope);
  if (list instanceof OpenValue) return list;
  const element: unknown = Array.isArray(list) ? list[Number(at)] : undefined;
  if (element === undefined) return new OpenValue([], `there is no element ${String(at)}`);
  return Array.isArray(written) ? workedOut(element, scope) : element;
}

function asText(value: unknown): unknown {
  if (value instanceof OpenValue || typeof value === 'string') return value;
  if (value === undefined) return '';
  if (Array.isArray(value)) return value.join(',');
  return scalarText(value) ?? new OpenValue([]);
}

function concatenated(pieces: readonly unknown[], separator: string, scope: Scope): unknown {
  const open = openAmong(pieces);
  if (open) return open;
  let characters = separator.length * pieces.length;
  for (const piece of pieces) characters += String(piece).length;
  if (characters > mostCharacters) {
    throw new TemplateError(
      `${scope.file} makes a text of ${characters} characters, more than anything of a mapping or a function can hold.`,
    );
  }
  return pieces.join(separator);
}
