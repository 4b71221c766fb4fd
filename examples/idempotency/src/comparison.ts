import { claimed } from './claimed.ts';
import { onceEach } from './onceEach.ts';
import { powertools } from './powertools.ts';
import { projected } from './projected.ts';
import { type Outcome, tell } from './tell.ts';
import { withoutIdempotency } from './withoutIdempotency.ts';

/** Tells the story under every strategy, one after the other, each with a table of its own. */
export async function compare(endpoint: string): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  for (const strategy of [withoutIdempotency, powertools, onceEach, claimed, projected]) {
    outcomes.push(await tell(strategy, endpoint));
  }
  return outcomes;
}

/** The outcomes as a table in Markdown. */
export function asTable(outcomes: readonly Outcome[]): string {
  const head = ['100 records', 'effects', 'duplicates', 'steps back', 'without effect', 'requests', 'invocations'];
  const rows = outcomes.map(({ strategy, effects, duplicates, stepsBack, without, requests, invocations }) => {
    return [strategy, effects, duplicates, stepsBack, without, requests, invocations].map(String);
  });
  const widths = head.map((title, column) =>
    Math.max(...[head, ...rows].map((row) => row[column]?.length ?? 0), title.length),
  );
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0))).join(' | ')} |`;
  const rule = `| ${widths.map((width, column) => (column === 0 ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`)).join(' | ')} |`;
  return [line(head), rule, ...rows.map(line)].join('\n');
}
