import { isObject } from '@millrace/simulator';
import { TemplateError } from '../values/templateError.ts';
import { type Scope, workedOut } from './scope.ts';

/** CloudFormation takes 500 resources; a loop in a loop grows quickly. */
const mostResources = 5000;
const prefix = 'Fn::ForEach::';

/**
 * Resources with the loops of `AWS::LanguageExtensions` written out (`Fn::ForEach::Name: [Identifier, Collection, { … }]`).
 * A loop over what is open is left out: no mapping in it has a name yet.
 */
export function withLoops(resources: Readonly<Record<string, unknown>>, scope: Scope): Scope['resources'] {
  if (!Object.keys(resources).some((key) => key.startsWith(prefix))) return resources;
  const entries: (readonly [string, unknown])[] = [];
  writeOut(resources, new Map(), scope, entries);
  return Object.fromEntries(entries);
}

function writeOut(
  body: Readonly<Record<string, unknown>>,
  values: ReadonlyMap<string, string>,
  scope: Scope,
  entries: (readonly [string, unknown])[],
): void {
  for (const [key, inner] of Object.entries(body)) {
    if (entries.length > mostResources) {
      throw new TemplateError(
        `${scope.file} makes over ${mostResources} resources in loops; CloudFormation takes 500.`,
      );
    }
    if (!key.startsWith(prefix)) {
      entries.push([substituted(key, values), replaced(inner, values)]);
      continue;
    }
    const [identifier, collection, template]: unknown[] = Array.isArray(inner) ? inner : [];
    const list = workedOut(replaced(collection, values), scope);
    if (typeof identifier !== 'string' || !Array.isArray(list) || !isObject(template)) continue;
    for (const value of list) writeOut(template, new Map([...values, [identifier, String(value)]]), scope, entries);
  }
}

function replaced(value: unknown, values: ReadonlyMap<string, string>): unknown {
  if (values.size === 0) return value;
  if (typeof value === 'string') return substituted(value, values);
  if (Array.isArray(value)) return value.map((element) => replaced(element, values));
  if (!isObject(value)) return value;
  const { Ref } = value;
  const own = typeof Ref === 'string' ? values.get(Ref) : undefined;
  if (own !== undefined) return own;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [substituted(key, values), replaced(inner, values)]),
  );
}

/** `${Identifier}` is the value, `&{Identifier}` the value without what a logical id cannot hold. */
function substituted(text: string, values: ReadonlyMap<string, string>): string {
  return text.replaceAll(/([$&])\{([^${}]+)\}/gu, (whole: string, sign: string, name: string) => {
    const value = values.get(name);
    if (value === undefined) return whole;
    return sign === '$' ? value : value.replaceAll(/[^A-Za-z0-9]/gu, '');
  });
}
