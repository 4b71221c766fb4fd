/** How a handler is declared: with `async`, or as a plain function. */
export type Declared = 'async' | 'plain';

/** The ways in which a handler can answer, or work of it can end. */
export type Way =
  | { readonly by: 'return' | 'callback' | 'done' | 'succeed'; readonly value: string }
  | { readonly by: 'throw' | 'callbackError' | 'doneError' | 'fail' | 'reject' | 'emit'; readonly thrown: string }
  | { readonly by: 'exit'; readonly code: number }
  /** Ends without a word, and answers nothing. */
  | { readonly by: 'nothing' };

/** When: while the handler runs, or in a later turn of the event loop. `far` is after the runtime has asked for the next call. */
export type When = 'now' | 'tick' | 'microtask' | 'immediate' | 'soon' | 'far';

export interface Step {
  readonly when: When;
  readonly way: Way;
}

/**
 * One handler, as data. Its steps are begun in order; those that are not `now` happen later, nobody awaiting them. Then
 * the body ends: with a way of its own, at once or (an async one) after a wait.
 */
export interface Row {
  readonly name: string;
  readonly declared: Declared;
  readonly parameters: number;
  /** What it sets `context.callbackWaitsForEmptyEventLoop` to. */
  readonly waits?: boolean;
  readonly steps: readonly Step[];
  /** `pends`: a promise that is never settled. A plain function ends `now`, or answers with a thenable. */
  readonly ends: Step | 'pends' | { readonly thenable: string };
}

/** What a runtime hears of a call. The error's stack is left out. */
export type Heard =
  | { readonly kind: 'answer'; readonly json: string }
  | { readonly kind: 'error'; readonly errorType: string; readonly errorMessage: string };

/** What a runtime hears, and what it hears when it has asked for the next call already. */
export interface Outcome {
  readonly heard: Heard;
  readonly after: readonly Heard[];
}

/** The generations of the runtime: nodejs22.x and older run the third client, nodejs24.x and later the fourth. */
export const runtimes = ['nodejs22.x', 'nodejs24.x'] as const;
export type RuntimeName = (typeof runtimes)[number];
