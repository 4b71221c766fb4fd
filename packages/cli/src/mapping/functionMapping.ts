import type { FunctionEnvironment } from './functionEnvironment.ts';

/** A mapping, and what is known of the function it invokes. */
export interface FunctionMapping {
  /** AWS's own parameters, unchecked. */
  readonly mapping: Readonly<Record<string, unknown>>;
  /** The Timeout that a template gives the function. */
  readonly timeoutSeconds: number | undefined;
  /** The logical id that the function has in a template. */
  readonly functionId: string | undefined;
  readonly environment: FunctionEnvironment;
}

/** What is known without a template that has the function. */
export const unknownFunction: Omit<FunctionMapping, 'mapping'> = {
  timeoutSeconds: undefined,
  functionId: undefined,
  environment: { variables: {}, open: [] },
};
