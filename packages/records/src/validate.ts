import { failed, fault } from './fault.ts';
import type { StandardSchema } from './standardSchema.ts';
import { StreamDefinitionError } from './streamDefinitionError.ts';

/** What a schema makes of a value. Throws a fault with the path of the first issue. */
export function validate(schema: StandardSchema, value: unknown): unknown {
  let result: ReturnType<StandardSchema['~standard']['validate']>;
  try {
    result = schema['~standard'].validate(value);
  } catch (cause) {
    return failed('schema', 'the schema', cause);
  }
  if ('then' in result) {
    result.catch(() => {}); // Nobody will ever look at it; its rejection must not end the process.
    throw new StreamDefinitionError(
      'item',
      'the schema is asynchronous, decoding is not. Move that check into the handler.',
    );
  }
  const { issues } = result;
  if (issues === undefined) return result.value;
  const [first] = issues;
  const others = issues.length > 1 ? ` (and ${issues.length - 1} more)` : '';
  const path = (first?.path ?? []).map((step) => (typeof step === 'object' ? step.key : step));
  return fault('schema', 'what the schema takes', `${first?.message}${others}`, path, { issues });
}
