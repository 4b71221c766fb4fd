/** What a matcher needs of `this`; Jest's and Vitest's both have it. */
export interface MatcherThis {
  readonly isNot?: boolean;
  readonly equals: (a: unknown, b: unknown, customTesters?: never[]) => boolean;
}

/** A matcher's verdict, as `expect.extend` takes it. */
export interface MatcherResult {
  readonly pass: boolean;
  readonly message: () => string;
}
