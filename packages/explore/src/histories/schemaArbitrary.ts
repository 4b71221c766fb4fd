import {
  type Arbitrary,
  array,
  boolean,
  constant,
  constantFrom,
  date,
  dictionary,
  emailAddress,
  ipV4,
  ipV6,
  oneof,
  record,
  stringMatching,
  tuple,
  uniqueArray,
  uuid,
  webUrl,
} from 'fast-check';
import { anyAttribute, type Bounds, bytes, digits, numbers, texts, wholeNumbers } from './attributeValues.ts';
import type { JsonSchema, NotJson } from './jsonSchemaOf.ts';

/** How deep a schema that holds itself is followed. */
const deepest = 5;

/**
 * Values that a JSON Schema describes. Keywords that it does not read (`not`, `if`, `contains`) are left to whoever
 * validates what comes out.
 */
export function schemaArbitrary(schema: JsonSchema, root = schema, depth = 0): Arbitrary<unknown> {
  const of = (part: JsonSchema | boolean): Arbitrary<unknown> =>
    typeof part === 'boolean' ? anyAttribute() : schemaArbitrary(part, root, depth + 1);
  if (depth > deepest) return constant(null);
  if (schema['x-millrace'] !== undefined) return notJson(schema['x-millrace'], of);
  if ('const' in schema) return constant(schema.const);
  if (schema.enum !== undefined) return constantFrom(...schema.enum);
  if (schema.$ref !== undefined) return schemaArbitrary(referred(schema.$ref, root), root, depth + 1);
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices !== undefined) return oneof(...choices.map(of));
  if (schema.allOf !== undefined) return tuple(...schema.allOf.map(of)).map(merged);
  if (typeof schema.type === 'object') return oneof(...schema.type.map((type) => of({ ...schema, type })));
  switch (schema.type) {
    case 'string':
      return strings(schema);
    case 'integer':
      return stepped(wholeNumbers(boundsOf(schema, 1)), schema);
    case 'number':
      return stepped(numbers(boundsOf(schema, Number.EPSILON)), schema);
    case 'boolean':
      return boolean();
    case 'null':
      return constant(null);
    case 'array':
      return lists(schema, of, depth);
    case 'object':
      return objects(schema, of, depth);
    default:
      return anyAttribute();
  }
}

type Of = (part: JsonSchema | boolean) => Arbitrary<unknown>;

function notJson(said: NotJson, of: Of): Arbitrary<unknown> {
  switch (said.kind) {
    case 'bigint':
      return digits(said);
    case 'set': // DynamoDB has no empty set.
      return uniqueArray(of(said.values), { minLength: 1, maxLength: 4 }).map((values) => new Set(values));
    case 'map':
      return array(tuple(of(said.keys), of(said.values)), { maxLength: 4 }).map((entries) => new Map(entries));
    case 'bytes':
      return bytes();
  }
}

function strings({ minLength, maxLength, pattern, format }: JsonSchema): Arbitrary<string> {
  switch (format) {
    case 'uuid':
      return uuid();
    case 'date-time':
      return moments().map((moment) => moment.toISOString());
    case 'date':
      return moments().map((moment) => moment.toISOString().slice(0, 10));
    case 'time':
      return moments().map((moment) => moment.toISOString().slice(11, 19));
    case 'email':
      return emailAddress();
    case 'uri':
      return webUrl();
    case 'ipv4':
      return ipV4();
    case 'ipv6':
      return ipV6();
    default:
      if (pattern !== undefined) return stringMatching(new RegExp(pattern, 'u'));
      return texts({
        ...(minLength !== undefined && { min: minLength }),
        ...(maxLength !== undefined && { max: maxLength }),
      });
  }
}

function moments(): Arbitrary<Date> {
  return date({ min: new Date('2000-01-01'), max: new Date('2099-12-31'), noInvalidDate: true });
}

function boundsOf(schema: JsonSchema, step: number): Bounds<number> {
  const { minimum, maximum, exclusiveMinimum, exclusiveMaximum } = schema;
  const min = exclusiveMinimum === undefined ? minimum : exclusiveMinimum + step;
  const max = exclusiveMaximum === undefined ? maximum : exclusiveMaximum - step;
  return { ...(min !== undefined && { min }), ...(max !== undefined && { max }) };
}

function stepped(values: Arbitrary<number>, { multipleOf }: JsonSchema): Arbitrary<number> {
  return multipleOf === undefined ? values : values.map((value) => Math.round(value / multipleOf) * multipleOf);
}

function lists(schema: JsonSchema, of: Of, depth: number): Arbitrary<unknown[]> {
  const { prefixItems = [], items = prefixItems.length === 0, minItems = 0, uniqueItems } = schema;
  const more = Math.max(0, minItems - prefixItems.length);
  const most = depth >= deepest - 1 ? more : more + 4;
  const maxLength = Math.max(more, Math.min(schema.maxItems ?? Infinity, most));
  const first = tuple(...prefixItems.map(of));
  if (items === false) return first;
  const length = { minLength: more, maxLength };
  const rest = uniqueItems === true ? uniqueArray(of(items), length) : array(of(items), length);
  return prefixItems.length === 0 ? rest : tuple(first, rest).map(([front, back]) => [...front, ...back]);
}

function objects(schema: JsonSchema, of: Of, depth: number): Arbitrary<unknown> {
  const { properties = {}, required = [], additionalProperties, propertyNames } = schema;
  const names = Object.keys(properties).filter((name) => depth < deepest - 1 || required.includes(name));
  const named = Object.fromEntries(names.map((name) => [name, of(properties[name] ?? true)]));
  const known = record(named, { requiredKeys: names.filter((name) => required.includes(name)) });
  if (typeof additionalProperties !== 'object') return known;
  const keys = propertyNames === undefined ? texts({ min: 1 }) : of({ type: 'string', ...propertyNames }).map(String);
  const others = dictionary(keys, of(additionalProperties), { maxKeys: 4, noNullPrototype: true });
  return names.length === 0 ? others : tuple(others, known).map(merged);
}

function merged(parts: readonly unknown[]): unknown {
  return parts.every((part) => typeof part === 'object' && part !== null) ? Object.assign({}, ...parts) : parts.at(-1);
}

/** `#`, `#/$defs/Order`: a part of the same schema. */
function referred(reference: string, root: JsonSchema): JsonSchema {
  let part: unknown = root;
  for (const name of reference.split('/').slice(1)) {
    part = Object(part)[decodeURIComponent(name).replaceAll('~1', '/').replaceAll('~0', '~')];
  }
  return typeof part === 'object' && part !== null ? part : {};
}
