import type { FunctionError } from '../core/answer.ts';
import type { ProcessEnd } from './processEnd.ts';

/** What a runtime tells Lambda of a call. */
export type Heard =
  | {
      readonly kind: 'answer';
      readonly response: unknown;
      readonly responseBytes: number;
      /** What the handler answered with, where that is no answer at all: JSON makes `{}` of it. */
      readonly isOnly: OnlyAnswered | undefined;
    }
  | { readonly kind: 'error'; readonly error: FunctionError };

/** What an answer was that JSON makes nothing of. */
export type OnlyAnswered = 'error' | 'generator' | 'collection' | 'hidden';

/** How something left a call other than through its answer. */
export type EscapeKind = 'rejection' | 'exception' | 'exit';

/** A rejection that nobody handled, an exception that nobody caught, or the end of the process; with its reason or its way. */
export type Escape =
  | { readonly kind: 'rejection' | 'exception'; readonly value: unknown }
  | { readonly kind: 'exit'; readonly value: ProcessEnd };
