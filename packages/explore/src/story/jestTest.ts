import type { ScheduledFault } from '../faults/scheduledFault.ts';
import type { Breach } from '../judging/breach.ts';
import type { Records, RunOptions } from '../running/runOptions.ts';

/** Where a test finds what was explored, when nothing else is said. */
const defaultImport = "import { setup } from './setup.ts';";

/** A complete Jest test that fails in the same way, to paste: one run, of these records under these faults. */
export function jestTest(
  { code }: Breach,
  story: string,
  records: Records,
  faults: readonly ScheduledFault[],
  options: Pick<
    RunOptions,
    'mapping' | 'seed' | 'functionTimeoutMs' | 'runtime' | 'invocationDurationMs' | 'semantics'
  >,
  setupImport = defaultImport,
): string {
  const { mapping, seed, functionTimeoutMs, runtime, invocationDurationMs, semantics } = options;
  const rest = {
    seed,
    functionTimeoutMs,
    ...(runtime !== undefined && { runtime }),
    invocationDurationMs,
    ...(Object.keys(semantics).length > 0 && { semantics }),
  };
  return `${[
    "import { test } from '@jest/globals';",
    "import { assertSurvives } from '@millrace/explore';",
    setupImport,
    '',
    ...wrapped(story).map((line) => `// ${line}`),
    `test(${JSON.stringify(`survives: ${code}`)}, async () => {`,
    `  const records = ${listText(records)};`,
    `  const schedule = ${listText(faults)};`,
    `  const mapping = ${JSON.stringify(mapping)} as const;`,
    `  await assertSurvives({ setup, records, mapping, schedule, ...${JSON.stringify(rest)} });`,
    '});',
  ].join('\n')}\n`;
}

function listText(values: readonly unknown[]): string {
  if (values.length === 0) return '[]';
  return `[\n${values.map((value) => `    ${JSON.stringify(value)},\n`).join('')}  ] as never[]`;
}

function wrapped(text: string): readonly string[] {
  return (
    text
      .replaceAll(/[\r\n]+/g, ' ')
      .match(/.{1,110}(?:\s|$)/g)
      ?.map((line) => line.trimEnd()) ?? []
  );
}
