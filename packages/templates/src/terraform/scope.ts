import type { Expression } from './hclParser.ts';

type Named = Readonly<Record<string, unknown>>;

/** A module of Terraform: what its files define, and what has been worked out of it so far. */
export interface Scope {
  readonly file: string;
  readonly folder: string;
  readonly variables: Named;
  readonly locals: Named;
  /** By their types and names. */
  readonly resources: Readonly<Record<string, Named>>;
  readonly data: Readonly<Record<string, Named>>;
  readonly modules: Named;
  readonly expressions: ReadonlyMap<string, Expression>;
  /** Values of variables: those that are given, and those of `terraform.tfvars`, which are worked out. */
  readonly given: Readonly<Record<string, unknown>>;
  /** What `each`, `count`, and the names of `for` and `dynamic` stand for here. */
  readonly bindings: Named;
  /** Whether what is asked decides something: then region and account are open, which else are stand-ins. */
  readonly isDeciding: boolean;
  readonly known: Known;
}

/** What is worked out once: `local.a`, `var.b`. */
export interface Known {
  readonly values: Map<string, unknown>;
  waiting: number;
}

/** How long a chain of values that lead to values may be before it is left open. */
export const longestChain = 100;
