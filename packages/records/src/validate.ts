import { fault, located } from './fault.ts';
import type { SchemaIssue, SchemaResult, StandardSchema } from './standardSchema.ts';
import { StreamDefinitionError } from './streamDefinitionError.ts';

/** What a schema makes of a value. Throws a {@link Fault} with the path of the first issue. */
export function validate(schema: StandardSchema, value: unknown): unknown {
  let result: ReturnType<StandardSchema['~standard']['validate']>;
  try {
    result = schema['~standard'].validate(value);
  } catch (cause) {
    return fault('schema', 'an answer of the schema', `the exception ${String(cause)}`, undefined, cause);
  }
  if ('then' in result) return asynchronous(result);
  return result.issues === undefined ? result.value : objection(result.issues);
}

function asynchronous(promise: Promise<SchemaResult<unknown>>): never {
  promise.catch(() => {}); // Nobody will ever look at it; its rejection must not end the process.
  throw new StreamDefinitionError(
    'item',
    'the schema is asynchronous, decoding is not. Move the asynchronous check into the handler.',
  );
}

function objection(issues: readonly SchemaIssue[]): never {
  const [first] = issues;
  const others = issues.length > 1 ? ` (and ${issues.length - 1} more)` : '';
  try {
    fault('schema', 'what the schema takes', `${first?.message}${others}`, issues);
  } catch (error) {
    throw located(error, ...(first?.path ?? []).map((step) => (typeof step === 'object' ? step.key : step)));
  }
}
