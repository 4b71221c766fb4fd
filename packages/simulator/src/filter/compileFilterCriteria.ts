import type { FilterCriteria } from './filterCriteria.ts';
import { MappingError } from '../words/mappingError.ts';
import { PatternFault } from './patternFault.ts';
import { patternRules, type FlatRule } from './patternRules.ts';
import { readJson } from './readJson.ts';
import { rulesMatcher } from './rulesMatcher.ts';

/** Says whether a record passes the filters of a mapping. The record is a Lambda wire record; it is only read. */
export type RecordFilter = (record: unknown) => boolean;

/**
 * Compiles the filters of a mapping to one question: does a record pass? (S12 to S17)
 *
 * Filters are alternatives; no filters, `{}` or an empty list let everything pass. Compile once for each mapping, then
 * ask for each record: the answer depends on nothing else. Limits: 10 filters, 4096 characters a pattern, 200 levels,
 * 128 names in a path, 1000 rules after `$or` is multiplied out.
 *
 * @throws {MappingError} with AWS's text `Invalid filter pattern definition.`; AWS hides the cause, `hint` tells it.
 * @example
 * const passes = compileFilterCriteria({ Filters: [{ Pattern: '{"eventName":["INSERT"]}' }] });
 * passes({ eventName: 'INSERT' }); // true
 */
export function compileFilterCriteria(criteria: FilterCriteria | null | undefined): RecordFilter {
  const rules = filterRules(criteria).flat();
  return rules.length === 0 ? () => true : rulesMatcher(rules);
}

/** Quota of filters on one mapping: 5, and 10 on request. Texts beyond are inferred (U11). */
const mostFilters = 10;
const longestPattern = 4096;

/** The flat rules of each filter, in order. @throws {MappingError} */
export function filterRules(criteria: FilterCriteria | null | undefined): readonly (readonly FlatRule[])[] {
  const filters = filtersOf(criteria);
  if (filters.length > mostFilters)
    throw overLimit(
      'filterCriteria.filters',
      mostFilters,
      `There are ${filters.length} filters; 5 are allowed, 10 by quota.`,
    );
  return filters.map(rulesOf);
}

function filtersOf(criteria: unknown): readonly unknown[] {
  if (criteria === undefined || criteria === null) return [];
  if (typeof criteria !== 'object' || Array.isArray(criteria))
    throw invalidPattern('FilterCriteria is not an object. Write { Filters: [{ Pattern: "…" }] }.');
  const filters: unknown = 'Filters' in criteria ? criteria.Filters : undefined;
  if (filters === undefined || filters === null) return [];
  if (Array.isArray(filters)) return filters;
  throw invalidPattern('FilterCriteria.Filters is not a list. Write { Filters: [{ Pattern: "…" }] }.');
}

function rulesOf(filter: unknown, index: number): readonly FlatRule[] {
  const where = `FilterCriteria.Filters[${index}].Pattern`;
  const pattern: unknown =
    typeof filter === 'object' && filter !== null && 'Pattern' in filter ? filter.Pattern : undefined;
  if (pattern === undefined || pattern === null) throw invalidPattern(`${where} is missing.`);
  if (typeof pattern !== 'string')
    throw invalidPattern(
      `${where} is ${typeof pattern === 'object' ? 'an object' : `a ${typeof pattern}`}, but AWS takes JSON text: use JSON.stringify(…).`,
    );
  if (pattern.length > longestPattern)
    throw overLimit(
      `filterCriteria.filters.${index + 1}.member.pattern`,
      longestPattern,
      `${where} has ${pattern.length} characters.`,
    );
  const reading = readJson(pattern);
  if (!reading.ok) throw invalidPattern(`${where} is not JSON: ${reading.reason}, at character ${reading.offset}.`);
  try {
    return patternRules(reading.node);
  } catch (error) {
    if (!(error instanceof PatternFault)) throw error;
    const at = error.path === '' ? '' : ` at ${error.path}`;
    throw invalidPattern(
      `${where}${at}: ${error.reason}${/[.!]$/u.test(error.reason) ? '' : '.'} ${error.advice}`,
      error.certainty,
    );
  }
}

function invalidPattern(hint: string, certainty: MappingError['certainty'] = 'recorded'): MappingError {
  return new MappingError({
    code: 'InvalidParameterValueException',
    message: 'Invalid filter pattern definition.',
    hint,
    certainty,
  });
}

function overLimit(member: string, most: number, hint: string): MappingError {
  return new MappingError({
    code: 'ValidationException',
    message: `1 validation error detected: Value at '${member}' failed to satisfy constraint: Member must have length less than or equal to ${most}`,
    hint: `${hint} The text is inferred: no recording shows AWS's answer.`,
    certainty: 'inferred',
  });
}
