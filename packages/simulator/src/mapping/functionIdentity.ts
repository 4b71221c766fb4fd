import { functionArnOf, functionNameOf } from './functionArn.ts';

/** The function as events and documents name it. */
export interface FunctionIdentity {
  /** Qualified when the mapping is on an alias or a version (S39). */
  readonly arn: string;
  readonly name: string;
  /** `$LATEST`, or the version behind the alias; a simulated alias stands for version 1. */
  readonly executedVersion: string;
}

/** What a mapping's FunctionName stands for; without one, a function called `function` beside the stream. */
export function functionIdentity(functionName: string | undefined, streamArn: string): FunctionIdentity {
  const arn = functionArnOf(functionName ?? 'function', streamArn);
  const qualifier = arn.split(':')[7];
  return { arn, name: functionNameOf(arn), executedVersion: versionOf(qualifier) };
}

function versionOf(qualifier: string | undefined): string {
  if (qualifier === undefined || qualifier === '$LATEST') return '$LATEST';
  return /^\d+$/.test(qualifier) ? qualifier : '1';
}
