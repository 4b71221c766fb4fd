import { TemplateError } from '../templateError.ts';
import { coerced } from './coerced.ts';
import { unknowable, workedOut } from './intrinsics.ts';
import { functionProperty, type InvokedFunction } from './invokedFunction.ts';
import type { OpenValue } from './openValue.ts';

/**
 * The Timeout that a template gives a function: its own, or the one for all of SAM's functions. `undefined` when the
 * template does not say, and an `OpenValue` when it leaves it to the deployment.
 */
export function timeoutSeconds(
  invoked: InvokedFunction,
  template: Readonly<Record<string, unknown>>,
  file: string,
): number | OpenValue | undefined {
  const what = `The Timeout of ${invoked.id}`;
  const written = functionProperty(invoked, 'Timeout', template);
  const seconds = coerced(workedOut(written, template));
  if (seconds === unknowable) return { what, written, option: '--timeout <seconds>' };
  if (seconds === undefined || isTimeout(seconds)) return seconds;
  throw new TemplateError(
    `${what} in ${file} is ${JSON.stringify(seconds)}, expected whole seconds from 1 to Lambda's 900.`,
  );
}

function isTimeout(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= 900;
}
