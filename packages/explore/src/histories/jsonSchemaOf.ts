import { isThenable } from '@millrace/simulator';
import type { StandardSchema } from '@millrace/records';

/** A JSON Schema, as far as it is read here. `x-millrace` names what JSON has no type for. */
export interface JsonSchema {
  readonly type?: string | readonly string[];
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly JsonSchema[];
  readonly oneOf?: readonly JsonSchema[];
  readonly allOf?: readonly JsonSchema[];
  readonly $ref?: string;
  readonly $defs?: Readonly<Record<string, JsonSchema>>;
  readonly definitions?: Readonly<Record<string, JsonSchema>>;
  readonly properties?: Readonly<Record<string, JsonSchema | boolean>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: JsonSchema | boolean;
  readonly propertyNames?: JsonSchema;
  readonly items?: JsonSchema | boolean;
  readonly prefixItems?: readonly JsonSchema[];
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly uniqueItems?: boolean;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly pattern?: string;
  readonly format?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: number;
  readonly exclusiveMaximum?: number;
  readonly multipleOf?: number;
  readonly 'x-millrace'?: NotJson;
}

/** What DynamoDB holds and JSON does not. */
export type NotJson =
  | { readonly kind: 'bigint'; readonly min?: bigint; readonly max?: bigint }
  | { readonly kind: 'set'; readonly values: JsonSchema }
  | { readonly kind: 'map'; readonly keys: JsonSchema; readonly values: JsonSchema }
  | { readonly kind: 'bytes' };

/**
 * The JSON Schema of what a schema takes, by Standard JSON Schema (https://standardschema.dev), which zod 4 has among
 * others; undefined for a schema without it. What zod cannot say in JSON Schema is said under `x-millrace`.
 */
export function jsonSchemaOf(schema: StandardSchema): JsonSchema | undefined {
  const converter = Reflect.get(schema['~standard'], 'jsonSchema') as JsonSchemaConverter | undefined;
  if (typeof converter?.input !== 'function') return undefined;
  const libraryOptions = { unrepresentable: 'any', override: describeForZod };
  return converter.input({ target: 'draft-2020-12', libraryOptions });
}

interface JsonSchemaConverter {
  readonly input: (options: { readonly target: string; readonly libraryOptions: object }) => JsonSchema;
}

/** What zod's `override` is told of a schema inside of another. */
interface ZodContext {
  readonly zodSchema: ZodSchema;
  readonly jsonSchema: Record<string, unknown>;
}

interface ZodSchema extends StandardSchema {
  readonly _zod: {
    readonly def: { readonly type: string; readonly keyType?: StandardSchema; readonly valueType?: StandardSchema };
    readonly bag?: { readonly minimum?: bigint; readonly maximum?: bigint };
  };
}

function describeForZod({ zodSchema, jsonSchema }: ZodContext): void {
  const said = notJson(zodSchema);
  if (said !== undefined) jsonSchema['x-millrace'] = said;
}

function notJson(schema: ZodSchema): NotJson | undefined {
  const { _zod: inside } = schema;
  const { def, bag } = inside;
  switch (def.type) {
    case 'bigint':
      return {
        kind: 'bigint',
        ...(bag?.minimum !== undefined && { min: bag.minimum }),
        ...(bag?.maximum !== undefined && { max: bag.maximum }),
      };
    case 'set':
      return { kind: 'set', values: inner(def.valueType) };
    case 'map':
      return { kind: 'map', keys: inner(def.keyType), values: inner(def.valueType) };
    case 'custom':
      return takesBytes(schema) ? { kind: 'bytes' } : undefined;
    default:
      return undefined;
  }
}

function inner(schema: StandardSchema | undefined): JsonSchema {
  return (schema === undefined ? undefined : jsonSchemaOf(schema)) ?? {};
}

/** `z.instanceof(Uint8Array)` says of itself no more than that it is custom. */
function takesBytes(schema: StandardSchema): boolean {
  const [some, none] = [schema['~standard'].validate(new Uint8Array(1)), schema['~standard'].validate('')];
  return !isThenable(some) && some.issues === undefined && !isThenable(none) && !!none.issues;
}
