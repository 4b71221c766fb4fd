import { filterRules } from './compileFilterCriteria.ts';
import type { FilterCriteria } from './filterCriteria.ts';
import { leafPredicate, type Scalar } from './leafPredicate.ts';
import { boundLeaves, leafReader } from './leafReader.ts';
import type { MatchTest } from './matchTest.ts';
import { matchTogether, type Field } from './matchTogether.ts';
import type { FlatRule, PatternLeaf } from './patternRules.ts';
import { rulesMatcher } from './rulesMatcher.ts';

/** Why a record passes the filters of a mapping, or does not: plain data. */
export interface FilterExplanation {
  /** Whether the record reaches the function: what `compileFilterCriteria` says too. */
  readonly passes: boolean;
  /** The filters in their order; none when everything passes. */
  readonly filters: readonly ExplainedFilter[];
}

/** One filter of a mapping, asked about one record. */
export interface ExplainedFilter {
  readonly passes: boolean;
  /** Into how many alternatives `$or` takes the pattern apart; 1 without it. */
  readonly alternatives: number;
  /** The conditions that do not hold: of the alternative that is nearest to passing. None when the filter passes. */
  readonly failed: readonly FailedCondition[];
}

/** A condition of a pattern that a record does not fulfil. */
export interface FailedCondition {
  /** The names on the way, joined with dots: `dynamodb.NewImage.status.S`. */
  readonly path: string;
  /** The tests as the pattern writes them, alternatives of each other: `["PAID",{"prefix":"a"}]`. */
  readonly expected: string;
  /** The values that the record has at the path; none when nothing stands there. */
  readonly found: readonly (string | number | boolean | null)[];
  /**
   * `absent`: nothing stands at the path. `different`: what stands there is not what is expected. `present`: something stands
   * there, and nothing should. `apart`: each condition holds, but not in the same element of a list.
   */
  readonly reason: 'absent' | 'different' | 'present' | 'apart';
}

/**
 * Compiles the filters of a mapping to a question about a record: does it pass, and if not, which conditions do not hold?
 * (S12 to S17) It agrees with `compileFilterCriteria`, takes longer, and has the same limits.
 *
 * @throws {MappingError} for criteria that AWS refuses.
 * @example
 * const explain = explainFilters({ Filters: [{ Pattern: '{"eventName":["INSERT"]}' }] });
 * explain({ eventName: 'REMOVE' }).filters[0]?.failed[0]?.path; // 'eventName'
 */
export function explainFilters(criteria: FilterCriteria | null | undefined): (record: unknown) => FilterExplanation {
  const explainers = filterRules(criteria).map(filterExplainer);
  return (record) => {
    const filters = explainers.map((explain) => explain(record));
    return { passes: filters.length === 0 || filters.some(({ passes }) => passes), filters };
  };
}

function filterExplainer(rules: readonly FlatRule[]): (record: unknown) => ExplainedFilter {
  const passes = rulesMatcher(rules);
  const conditions = rules.map((rule) => [...rule].map(([path, leaf]) => conditionOf(path, leaf)));
  return (record) => {
    if (passes(record)) return { passes: true, alternatives: rules.length, failed: [] };
    let nearest: readonly FailedCondition[] | undefined;
    for (const rule of conditions) {
      const failed = failedOf(rule, record);
      if (nearest === undefined || failed.length < nearest.length) nearest = failed;
    }
    return { passes: false, alternatives: rules.length, failed: nearest ?? [] };
  };
}

interface Condition {
  readonly path: string;
  readonly tests: PatternLeaf['tests'];
  readonly field: Field;
}

function conditionOf(path: string, { tests }: PatternLeaf): Condition {
  const acceptsAbsence = tests.some((test) => test.kind === 'exists' && !test.expected);
  return { path, tests, field: { reader: leafReader(path), passes: leafPredicate(tests), acceptsAbsence } };
}

/** Those that do not hold by themselves; when all do, it is that they hold in different elements of a list. */
function failedOf(conditions: readonly Condition[], record: unknown): readonly FailedCondition[] {
  const alone = conditions.filter(({ field }) => !matchTogether([field], record));
  return (alone.length > 0 ? alone : conditions).map(({ path, tests, field }) => {
    const found = boundLeaves(record, field.reader).map(({ value }): Scalar => value);
    return { path, expected: JSON.stringify(tests.map(asWritten)), found, reason: reasonOf(alone, found, tests) };
  });
}

function reasonOf(
  alone: readonly Condition[],
  found: readonly Scalar[],
  tests: PatternLeaf['tests'],
): FailedCondition['reason'] {
  if (alone.length === 0) return 'apart';
  if (found.length === 0) return 'absent';
  return tests.every((test) => test.kind === 'exists' && !test.expected) ? 'present' : 'different';
}

/** A test as a pattern writes it. */
function asWritten(test: MatchTest): unknown {
  switch (test.kind) {
    case 'equals':
      return test.value;
    case 'prefix':
    case 'suffix':
      return { [test.kind]: test.ignoresCase ? { 'equals-ignore-case': test.text } : test.text };
    case 'equals-ignore-case':
      return { 'equals-ignore-case': test.text };
    case 'anything-but':
      return { 'anything-but': [...test.values] };
    case 'exists':
      return { exists: test.expected };
    case 'numeric': {
      const { bottom, includesBottom, top, includesTop } = test.range;
      if (bottom === top) return { numeric: ['=', bottom] };
      const lower = bottom === -Infinity ? [] : [includesBottom ? '>=' : '>', bottom];
      const upper = top === Infinity ? [] : [includesTop ? '<=' : '<', top];
      return { numeric: [...lower, ...upper] };
    }
    default:
      return test satisfies never;
  }
}
