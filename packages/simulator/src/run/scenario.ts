import type { Semantics } from '../core/semantics.ts';
import type { ResolvedMapping } from '../mapping/eventSourceMapping.ts';

/**
 * The scenario of a run with every default filled in: plain data, printable and pasteable. What cannot be printed (the
 * handler, the records, functions) is named or left out.
 */
export interface Scenario {
  readonly mapping: ResolvedMapping;
  /** When the mapping was enabled: ISO time. */
  readonly startAt: string;
  readonly seed: number;
  readonly shards: Readonly<Record<string, { readonly parents: readonly string[] }>>;
  readonly functionArn: string;
  readonly streamArn: string;
  readonly functionTimeoutMs: number;
  readonly invocationDurationMs: number | 'function';
  readonly isolation: 'json' | 'none';
  readonly semantics: Semantics;
  readonly hasFaults: boolean;
}
