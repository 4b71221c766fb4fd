import type { SurviveOptions } from './toSurvive.ts';

/** The matcher that importing `@millrace/explore/jest` adds to `expect({ setup, records, mapping })`. */
export interface SurviveMatchers<R> {
  /** The handler survives what a stream can do to it: `await expect({ setup, records, mapping }).toSurvive({ runs: 300 })`. */
  toSurvive(options?: SurviveOptions): Promise<R>;
}

declare module 'expect' {
  // The type parameters must be those of the original (see its index.d.ts).
  interface Matchers<R extends void | Promise<void>, T = unknown> extends SurviveMatchers<R> {}
}

declare global {
  // @types/jest has its matchers here, and Vitest takes what it finds here into its own.
  namespace jest {
    interface Matchers<R, T = {}> extends SurviveMatchers<R> {}
  }
}
