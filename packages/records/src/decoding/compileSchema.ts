import { attempt, fault } from './fault.ts';
import type { StandardSchema } from '../definition/standardSchema.ts';
import { StreamDefinitionError } from '../definition/streamDefinitionError.ts';

/** Makes the function that runs a schema. It throws a fault with the path of the schema's first issue. */
export function compileSchema(schema: StandardSchema | undefined): (value: unknown) => unknown {
  const standard = schema?.['~standard'];
  if (typeof standard?.validate !== 'function') {
    throw new StreamDefinitionError('item', 'give a Standard Schema or type<T>().');
  }
  const validate = (value: unknown) => standard.validate(value);
  // zod answers with a promise also when something it called threw. Asked in its own way, it throws the same again.
  const askAgain = (value: unknown): void => {
    try {
      (schema as { readonly safeParse?: (value: unknown) => unknown }).safeParse?.(value);
    } catch (error) {
      if (!String(error).includes('Promise during synchronous parse')) throw error;
    }
  };
  return (value) => {
    const result = attempt('schema', 'the schema', validate, value);
    if ('then' in result) {
      result.catch(() => {}); // Nobody will ever look at it; its rejection must not end the process.
      attempt('schema', 'the schema', askAgain, value);
      throw new StreamDefinitionError('item', 'the schema is asynchronous. Move that check into the handler.');
    }
    const { issues } = result;
    if (issues === undefined) return result.value;
    const [first] = issues;
    const others = issues.length > 1 ? `, and ${issues.length - 1} more` : '';
    const path = (first?.path ?? []).map((step) => (typeof step === 'object' ? step.key : step));
    const found = path.reduce<unknown>((outer, step) => Object(outer)[step], value);
    return fault('schema', `what the schema takes (${first?.message}${others})`, found, path, { issues });
  };
}
