import { HandlerError } from './handlerError.ts';
import { thrownText } from './thrownText.ts';
import { isFunction } from './isFunction.ts';

/** Says that a handler was made with an option that makes no sense. Thrown when the module is loaded. */
export class HandlerOptionError extends HandlerError<'HandlerOptionError'> {
  declare readonly option: string;
  declare readonly found: unknown;

  constructor(option: string, found: unknown, expected: string) {
    super('HandlerOptionError', `Option ${option} is ${given(found)}, expected ${expected}.`, { option, found });
  }
}

function given(found: unknown): string {
  if (isFunction(found)) return 'a function';
  return Object(found) === found ? 'an object' : thrownText(found);
}
