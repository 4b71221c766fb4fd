import type { FunctionEnvironment } from './cloudformation/functionEnvironment.ts';

/** A mapping, and what is known of the function it invokes. */
export interface FunctionMapping {
  /** AWS's own parameters, unchecked. */
  readonly mapping: Readonly<Record<string, unknown>>;
  /** The Timeout that a template gives the function. */
  readonly timeoutSeconds: number | undefined;
  /** The name that a template gives the function, or its logical id there. */
  readonly functionName: string | undefined;
  readonly environment: FunctionEnvironment;
}

/** What is known without a template that has the function. */
export const unknownFunction: Omit<FunctionMapping, 'mapping'> = {
  timeoutSeconds: undefined,
  functionName: undefined,
  environment: { variables: {}, open: [], missingParameters: {} },
};
