import type { Expression } from './hclParser.ts';

export type Named = Readonly<Record<string, unknown>>;

/** A module of Terraform: what its files define, and what has been worked out of it so far. */
export interface Scope {
  readonly file: string;
  readonly folder: string;
  /** `module.shop.`; empty for the root. */
  readonly address: string;
  /** `path.module`: the folder from that of the root. */
  readonly modulePath: string;
  readonly variables: Named;
  readonly locals: Named;
  /** By their types and names. */
  readonly resources: Readonly<Record<string, Named>>;
  readonly data: Readonly<Record<string, Named>>;
  readonly modules: Named;
  readonly outputs: Named;
  /** The modules that a call makes, when its source is a folder; `undefined` when it is elsewhere. */
  readonly called: (name: string) => readonly CalledModule[] | undefined;
  readonly expressions: ReadonlyMap<string, Expression>;
  /** Values of variables: those that are given, and those of `terraform.tfvars`, which are worked out. */
  readonly given: Readonly<Record<string, unknown>>;
  /** What `each`, `count`, and the names of `for` and `dynamic` stand for here. */
  readonly bindings: Named;
  /** Whether what is asked decides something: then region and account are open, which else are stand-ins. */
  readonly isDeciding: boolean;
  readonly known: Known;
}

/** One of the modules that a call makes: `key` is that of its `for_each` or `count`, where it has one. */
export interface CalledModule {
  readonly key: string | number | undefined;
  readonly scope: Scope;
}

/** What is worked out once: `local.a`, `var.b`. */
export interface Known {
  readonly values: Map<string, unknown>;
  waiting: number;
}

/** How long a chain of values that lead to values may be before it is left open. */
export const longestChain = 100;
