import { named } from '../values/member.ts';
import { withLoops } from './forEach.ts';
import { evaluated } from './intrinsics.ts';
import type { Scope, StandIns } from './scope.ts';

/** The account, region and names that values are made with in the place of those of a deployment. */
export const usualStandIns: StandIns = {
  accountId: '123456789012',
  region: 'us-east-1',
  stackName: 'stack',
  nameOf: (id) => id,
};

/** A template as it stands in a file, ready to be asked for values. */
export function templateScope(
  template: Readonly<Record<string, unknown>>,
  file: string,
  given: Readonly<Record<string, string>> = {},
  standIns: StandIns = usualStandIns,
): Scope {
  const scope: Scope = {
    file,
    template,
    resources: named(template.Resources),
    parameters: named(template.Parameters),
    conditions: named(template.Conditions),
    mappings: named(template.Mappings),
    given,
    standIns,
    isDeciding: false,
    known: { conditions: new Map(), names: new Map(), parameters: new Map(), waiting: 0 },
    evaluate: evaluated,
  };
  return { ...scope, resources: withLoops(scope.resources, scope) };
}
