import type { EventSourceMapping } from '@millrace/simulator';
import type { FunctionEnvironment } from '@millrace/templates';
import { regionInArn } from '../recording/regionInArn.ts';

/** What a replay adds to the environment, so that the handler finds what it finds on Lambda. */
export interface AddedEnvironment {
  readonly variables: Readonly<Record<string, string>>;
  /** The names of those that the template gives. */
  readonly fromTemplate: readonly string[];
  /** The names of those that the template leaves open, and nobody gives. */
  readonly open: readonly string[];
  /** By their names, the parameters of the template that give those of them that wait for parameters. */
  readonly missingParameters: Readonly<Record<string, readonly string[]>>;
}

/**
 * The variables of the template, and the two of Lambda's own that handlers ask for. What the environment has already is
 * the user's, a test double mostly, and stays. The mapping need not be one that AWS accepts. Where nothing leaves the machine
 * (`isClosed`), made-up credentials and a region come beside them.
 */
export function addedEnvironment(
  { variables, open, missingParameters }: FunctionEnvironment,
  mapping: EventSourceMapping,
  recordedIn: string | undefined,
  present: Readonly<Record<string, string | undefined>>,
  { isClosed }: { readonly isClosed: boolean },
): AddedEnvironment {
  const isAbsent = (name: string): boolean => present[name] === undefined;
  const known = recordedIn ?? regionInArn(mapping.EventSourceArn);
  const hasDefaultRegion = present['AWS_DEFAULT_REGION'] !== undefined;
  const region = known ?? (isClosed && !hasDefaultRegion ? standInRegion : undefined);
  const lambdas = {
    AWS_LAMBDA_FUNCTION_NAME: nameOf(mapping.FunctionName ?? 'function'),
    ...(region !== undefined && { AWS_REGION: region }),
    ...(isClosed && credentialNames.every(isAbsent) && standInCredentials),
  };
  const added = Object.entries({ ...variables, ...lambdas }).filter(([name]) => isAbsent(name));
  return {
    variables: Object.fromEntries(added),
    fromTemplate: Object.keys(variables).filter(isAbsent),
    open: open.filter(isAbsent),
    missingParameters: Object.fromEntries(Object.entries(missingParameters).filter(([name]) => isAbsent(name))),
  };
}

/** As a function always has them on Lambda; where nothing leaves the machine, nobody looks at them. */
const standInRegion = 'us-east-1';
const standInCredentials = { AWS_ACCESS_KEY_ID: 'stand-in', AWS_SECRET_ACCESS_KEY: 'stand-in' };
const credentialNames = ['AWS_ACCESS_KEY_ID', 'AWS_PROFILE', 'AWS_WEB_IDENTITY_TOKEN_FILE'];

/** The name as in the context of an invocation, of a name, `name:alias` or an ARN. */
function nameOf(reference: unknown): string {
  return String(reference)
    .replace(/^.*:function:/u, '')
    .replace(/:.*$/u, '');
}
