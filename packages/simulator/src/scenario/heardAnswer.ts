import type { LambdaHandler } from './scenarioOptions.ts';

/**
 * Nothing to add to a handler, unless its type says that a member of its `batchItemFailures` has no `itemIdentifier`, such as
 * a misspelt one: Lambda would not hear which record failed, so such a handler does not compile.
 */
export type HeardAnswer<Handler extends LambdaHandler> = [Unheard<Awaited<ReturnType<Handler>>>] extends [never]
  ? unknown
  : { readonly 'Lambda reads "itemIdentifier" of each of the batchItemFailures': never };

/** The members that name no record. What is `any` may be anything. */
type Unheard<Answer> =
  IsAny<Answer> extends true
    ? never
    : Answer extends { readonly batchItemFailures: readonly (infer Member)[] }
      ? IsAny<Member> extends true
        ? never
        : Member extends { readonly itemIdentifier: unknown }
          ? never
          : Member
      : never;

type IsAny<T> = 0 extends 1 & T ? true : false;
