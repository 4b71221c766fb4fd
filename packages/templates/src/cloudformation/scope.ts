/** A template, the values that are given for its parameters, and what has been worked out of it so far. */
export interface Scope {
  readonly file: string;
  readonly template: Named;
  readonly resources: Named;
  readonly parameters: Named;
  readonly conditions: Named;
  readonly mappings: Named;
  /** For parameters of the template, and for pseudo parameters such as `AWS::Region`. */
  readonly given: Readonly<Record<string, string>>;
  readonly standIns: StandIns;
  /**
   * What is asked decides something (a condition, a key of a map): a stand-in would decide it wrongly in silence, so pseudo
   * parameters that are not given are open there.
   */
  readonly isDeciding: boolean;
  readonly known: Known;
  /** Works a value out: what `workedOut` calls, so that each function of a template may have its own file. */
  readonly evaluate: (value: unknown, scope: Scope) => unknown;
}

type Named = Readonly<Record<string, unknown>>;

/** Values that a deployment has and a template has not. */
export interface StandIns {
  readonly accountId: string;
  readonly region: string;
  readonly stackName: string;
  /** What a resource is called that the template gives no name. */
  readonly nameOf: (id: string) => string;
}

/** What is worked out once. `undefined` in a map marks what is being worked out, which ends whatever refers to itself. */
export interface Known {
  readonly conditions: Map<string, unknown>;
  readonly names: Map<string, string | undefined>;
  readonly parameters: Map<string, unknown>;
  /** How many names and conditions wait for others: a chain of over a hundred is no template's. */
  waiting: number;
}

/** How long a chain of names or conditions may be before it is left open. */
export const longestChain = 100;

/**
 * A value of a template with the intrinsic functions worked out as far as a template alone can say: parameters, conditions,
 * maps, and names and ARNs of resources in a stand-in account (123456789012, us-east-1). `undefined` is `AWS::NoValue`;
 * what is left open is an `OpenValue` that says for what.
 */
export function workedOut(value: unknown, scope: Scope): unknown {
  return scope.evaluate(value, scope);
}
