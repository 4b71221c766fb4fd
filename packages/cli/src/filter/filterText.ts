import type { ExplainedFilter, FailedCondition } from '@millrace/simulator';
import type { FilteredRecord } from './filteredRecords.ts';

/** What the command found: the patterns of the filters, and the records with what the filters say of them. */
export interface FilterResult {
  readonly patterns: readonly string[];
  readonly warnings: readonly string[];
  readonly records: readonly FilteredRecord[];
}

const mostLines = 100;

/** All records for people: a line each, with what the first filter that rejected it missed. */
export function filterText({ patterns, warnings, records }: FilterResult): string {
  const passed = records.filter(({ passes }) => passes).length;
  const shown = records.slice(0, mostLines);
  return [
    ...heading(patterns, warnings),
    `Records      ${records.length}: ${passed} pass, ${records.length - passed} do not`,
    '',
    ...shown.map((record) => `  ${record.passes ? 'pass' : 'no  '}  ${named(record)}${why(record)}`),
    ...(records.length > mostLines ? [`  … and ${records.length - mostLines} more; --json has them all.`] : []),
    '',
  ].join('\n');
}

/** One record for people: what each filter says of it, condition by condition. */
export function recordText({ patterns, warnings, records }: FilterResult): string {
  return [
    ...heading(patterns, warnings),
    ...records.flatMap((record) => [
      '',
      `Record ${named(record)} ${record.passes ? 'passes' : 'does not pass'}.`,
      ...record.filters.flatMap((filter, index) => filterLines(filter, index)),
    ]),
    '',
  ].join('\n');
}

function heading(patterns: readonly string[], warnings: readonly string[]): readonly string[] {
  const filters = patterns.map((pattern, index) => `Filter ${index + 1}     ${pattern.replaceAll(/\s+/gu, ' ')}`);
  return [
    ...(filters.length > 0 ? filters : ['Filters      none, so every record passes']),
    ...warnings.map((warning) => `Warning      ${warning}`),
  ];
}

function filterLines({ passes, alternatives, failed }: ExplainedFilter, index: number): readonly string[] {
  const nearest = alternatives > 1 && !passes ? `, of whose ${alternatives} alternatives this is the nearest` : '';
  return [
    `  Filter ${index + 1} ${passes ? 'passes it' : `does not${nearest}`}`,
    ...failed.map((condition) => `    ${conditionText(condition)}`),
  ];
}

function why({ passes, filters }: FilteredRecord): string {
  const [first] = passes ? [] : filters;
  const [condition, ...more] = first?.failed ?? [];
  if (condition === undefined) return '';
  return `  ${conditionText(condition)}${more.length > 0 ? `, and ${more.length} more` : ''}`;
}

function conditionText({ path, expected, found, reason }: FailedCondition): string {
  const values = found
    .slice(0, 5)
    .map((value) => JSON.stringify(value))
    .join(', ');
  switch (reason) {
    case 'absent':
      return `${path} is not there, expected ${expected}`;
    case 'present':
      return `${path} is ${values}, expected nothing there`;
    case 'different':
      return `${path} is ${values}, expected ${expected}`;
    case 'apart':
      return `${path} is ${values}, which has ${expected} only in another element than the other conditions`;
    default:
      return reason satisfies never;
  }
}

function named({ shardId, sequenceNumber, eventName, keys }: FilteredRecord): string {
  return `${sequenceNumber} ${eventName} ${keys}${shardId === undefined ? '' : ` of ${shardId}`}`;
}
