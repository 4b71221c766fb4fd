import { isObject } from '@millrace/simulator';
import { OpenValue, openAmong } from '../values/openValue.ts';
import { scalarText } from '../values/scalarText.ts';
import { before, type Expression } from './hclParser.ts';
import { called } from './functions.ts';
import { operated } from './operators.ts';
import { referred } from './references.ts';
import type { Scope } from './scope.ts';

/**
 * A value of a configuration with its expressions worked out as far as the files say: variables with defaults, locals, names and
 * stand-in ARNs of resources, the usual functions. What is left open is an `OpenValue`; `null` is Terraform's own.
 */
export function evaluated(value: unknown, scope: Scope): unknown {
  if (typeof value === 'string') return textValue(value, scope);
  if (Array.isArray(value)) return value.map((element) => evaluated(element, scope));
  if (!isObject(value) || value instanceof OpenValue) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [scalarText(textValue(key, scope)) ?? key, evaluated(inner, scope)]),
  );
}

function textValue(text: string, scope: Scope): unknown {
  if (!/[$%]\{/u.test(text)) return text;
  const tree = scope.expressions.get(text);
  if (tree === undefined) return new OpenValue([], 'an expression that is not understood');
  const source: Source = { bytes: Buffer.from(before + text, 'utf8'), scope };
  // It was parsed as a text of several lines, whose last line end is not its own.
  const parts = tree.children.map((child, index) => {
    const isLast = index === tree.children.length - 1 && child.type === 'literalValue';
    return isLast ? String(child.meta?.value).replace(/\n$/u, '') : tryTree(child, source);
  });
  const shown = parts.filter((part) => part !== '');
  const [only] = shown;
  return shown.length === 1 ? unescaped(only) : together(parts);
}

/** The text of an expression as bytes, in which its nodes say where they stand, and where its names lead. */
interface Source {
  readonly bytes: Buffer;
  readonly scope: Scope;
}

function tryTree(tree: Expression, source: Source): unknown {
  return tree.type === 'literalValue' && tree.meta?.type === 'string'
    ? String(tree.meta.value)
    : treeValue(tree, source);
}

function treeValue(tree: Expression, source: Source): unknown {
  const { children, meta = {} } = tree;
  const { scope } = source;
  const value = (index: number, within: Source = source): unknown => {
    const child = children[index];
    return child === undefined ? new OpenValue([]) : treeValue(child, within);
  };
  switch (tree.type) {
    case 'literalValue':
      return literal(meta);
    case 'template':
      return together(children.map((child) => tryTree(child, source)));
    case 'templateWrap':
    case 'parentheses':
    case '':
      return value(0);
    case 'tuple':
      return children.map((child) => treeValue(child, source));
    case 'object':
      return objectValue(tree, source);
    case 'scopeTraversal':
      return referred(stepsOf(meta), scope, evaluated);
    case 'relativeTraversal':
      return stepped(value(0), stepsOf(meta));
    case 'index': {
      const key = value(1, { ...source, scope: { ...scope, isDeciding: true } });
      return key instanceof OpenValue ? key : stepped(value(0), [String(key)]);
    }
    case 'conditional': {
      const isTrue = value(0, { ...source, scope: { ...scope, isDeciding: true } });
      if (isTrue instanceof OpenValue) return isTrue;
      return value(isTrue === true || isTrue === 'true' ? 1 : 2);
    }
    case 'unaryOp':
    case 'binaryOp': {
      const decided = { ...source, scope: { ...scope, isDeciding: true } };
      return operated(
        String(meta.operator),
        children.map((_, index) => value(index, decided)),
      );
    }
    case 'function': {
      const all = children.map((_, index) => value(index));
      const spread = meta.expandedFinalArgument === true ? all.at(-1) : undefined;
      return called(String(meta.name), Array.isArray(spread) ? [...all.slice(0, -1), ...spread] : all);
    }
    case 'for':
      return loopValue(tree, source);
    case 'splat':
      return splatValue(tree, source);
    default:
      return new OpenValue([], 'an expression that is not understood');
  }
}

function literal({ type, value }: Readonly<Record<string, unknown>>): unknown {
  if (type === 'number') return Number(value);
  if (type === 'bool') return value === 'true';
  return type === 'string' ? unescaped(value) : null;
}

/** `$${` and `%%{` are how a text writes what would else begin an expression. */
function unescaped(text: unknown): unknown {
  return typeof text === 'string' ? text.replaceAll('$${', '${').replaceAll('%%{', '%{') : text;
}

const mostCharacters = 1_000_000;

function together(parts: readonly unknown[]): unknown {
  const texts = parts.map((part) =>
    part instanceof OpenValue ? part : (scalarText(unescaped(part)) ?? new OpenValue([])),
  );
  const open = openAmong(texts);
  if (open) return open;
  const text = texts.map(String).join('');
  return text.length <= mostCharacters ? text : new OpenValue([], 'a text of over a million characters');
}

function objectValue({ children }: Expression, source: Source): unknown {
  const entries: [string, unknown][] = [];
  for (let index = 0; index + 1 < children.length; index += 2) {
    const [key, value] = [children[index], children[index + 1]];
    if (key === undefined || value === undefined) continue;
    const name = keyOf(key, source);
    if (name instanceof OpenValue) return name;
    entries.push([name, treeValue(value, source)]);
  }
  return Object.fromEntries(entries);
}

/** A key is a name as it stands, or an expression. */
function keyOf(key: Expression, source: Source): string | OpenValue {
  const [inner] = key.children;
  if (inner !== undefined) {
    const value = treeValue(inner, source);
    return value instanceof OpenValue ? value : String(value);
  }
  const { start, end } = key.range ?? {};
  return source.bytes.subarray(start?.byte, end?.byte).toString('utf8');
}

function stepsOf({ traversal }: Readonly<Record<string, unknown>>): readonly string[] {
  const steps: readonly unknown[] = Array.isArray(traversal) ? traversal : [];
  return steps.map((step) => String(isObject(step) ? step.segment : '').replaceAll(/^"|"$/gu, ''));
}

function stepped(from: unknown, steps: readonly string[]): unknown {
  let value = from;
  for (const step of steps) {
    if (value instanceof OpenValue) return value;
    const next: unknown = Array.isArray(value)
      ? value[Number(step)]
      : isObject(value) && Object.hasOwn(value, step)
        ? value[step]
        : undefined;
    if (next === undefined) return new OpenValue([], `there is no ${step}`);
    value = next;
  }
  return value;
}

/** `[for k, v in collection : value if condition]`, and with braces and `key => value`. */
function loopValue({ children, meta = {} }: Expression, source: Source): unknown {
  const [collection, ...rest] = children;
  const over = collection && treeValue(collection, source);
  if (typeof over !== 'object' || over === null || over instanceof OpenValue) return over ?? new OpenValue([]);
  const makesObject = typeof meta.keyExpression === 'string' && meta.keyExpression !== '';
  const [first, second, third] = rest;
  const [key, value, condition] = makesObject ? [first, second, third] : [undefined, first, second];
  const entries: [unknown, unknown][] = [];
  for (const [index, element] of Object.entries(over)) {
    const bindings = { ...source.scope.bindings, [String(meta.keyVar)]: index, [String(meta.valVar)]: element };
    const inner: Source = { ...source, scope: { ...source.scope, bindings } };
    const passes = condition === undefined ? true : treeValue(condition, inner);
    if (passes instanceof OpenValue) return passes;
    if (passes === true && value !== undefined) entries.push([key && treeValue(key, inner), treeValue(value, inner)]);
  }
  const open = openAmong(entries.map(([each]) => each));
  if (open) return open;
  if (!makesObject) return entries.map(([, each]) => each);
  return Object.fromEntries(entries.map(([each, inner]) => [String(each), inner]));
}

/** `list[*].attribute` of a list of values; of resources, it is open. */
function splatValue({ children }: Expression, source: Source): unknown {
  const [collection, each] = children;
  const over = collection && treeValue(collection, source);
  if (over instanceof OpenValue) return over;
  const steps = stepsOf(each?.meta ?? {});
  return (Array.isArray(over) ? over : [over]).map((element) => stepped(element, steps));
}
