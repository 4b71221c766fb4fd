import { inspect } from 'node:util';
import { stateDifferences } from './stateDifferences.ts';

const most = 12;

/** Two states as a table of the places where they differ. */
export function statesSideBySide(withFaults: unknown, without: unknown): string {
  const found = stateDifferences(withFaults, without);
  if (found.length === 0) return `The same with and without faults: ${valueText(without)}`;
  const rows = [
    ['', 'with faults', 'without'],
    ...found
      .slice(0, most)
      .map((one) => [one.path === '' ? 'state' : one.path, valueText(one.withFaults), valueText(one.without)]),
  ];
  const widths = [0, 1].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const lines = rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
  const more = found.length - most;
  return [...lines, ...(more > 0 ? [`… and ${more} more`] : [])].join('\n');
}

/** A value on one line; what is not there is a dash. */
export function valueText(value: unknown): string {
  if (value === undefined) return '–';
  return inspect(value, { depth: 4, breakLength: Infinity, compact: true, sorted: true, maxStringLength: 60 });
}
