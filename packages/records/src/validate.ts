import { Fault } from './fault.ts';
import type { SchemaIssue, SchemaResult, StandardSchema } from './standardSchema.ts';
import { StreamDefinitionError } from './streamDefinitionError.ts';

/** What a schema makes of a value. Throws a {@link Fault} with the path of the first issue. */
export function validate(schema: StandardSchema, value: unknown): unknown {
  let result: ReturnType<StandardSchema['~standard']['validate']>;
  try {
    result = schema['~standard'].validate(value);
  } catch (cause) {
    throw new Fault('schema', 'a schema that answers', `an exception from it: ${String(cause)}`, undefined, cause);
  }
  if ('then' in result) throw asynchronous(result);
  if (result.issues === undefined) return result.value;
  throw objection(result.issues);
}

function asynchronous(promise: Promise<SchemaResult<unknown>>): StreamDefinitionError {
  promise.catch(() => {}); // Nobody will ever look at it; its rejection must not end the process.
  return new StreamDefinitionError(
    'item',
    'the schema validates asynchronously, but records are decoded synchronously. Move the asynchronous check into the handler.',
  );
}

function objection(issues: readonly SchemaIssue[]): Fault {
  const [first] = issues;
  const others = issues.length > 1 ? ` (and ${issues.length - 1} more)` : '';
  const fault = new Fault('schema', 'what the schema takes', `${first?.message}${others}`, issues);
  for (const step of first?.path ?? []) fault.path.push(typeof step === 'object' ? step.key : step);
  return fault;
}
