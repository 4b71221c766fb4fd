import type { ScheduledFault } from '../faults/scheduledFault.ts';
import type { Breach } from '../judging/breach.ts';
import type { Records, RunOptions } from '../running/runOptions.ts';

/** Where a test finds what was explored, when nothing else is said. */
const defaultImport = (names: string): string => `import { ${names} } from './setup.ts';`;

/** A complete Jest test that fails in the same way, to paste: one run, of these records under these faults. */
export function jestTest(
  { code }: Breach,
  story: string,
  records: Records,
  faults: readonly ScheduledFault[],
  options: Omit<RunOptions, 'setup'>,
  setupImport?: string,
): string {
  const { mapping, seed, functionTimeoutMs, invocationDurationMs, semantics, runtime } = options;
  // What is one's own is not known here, and without it the test would pass.
  const own = code.startsWith('invariant: ') ? ['invariants'] : [];
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
    setupImport ?? defaultImport([...own, 'setup'].join(', ')),
    '',
    ...wrapped(story).map((line) => `// ${line}`),
    `test(${JSON.stringify(`survives: ${code}`)}, async () => {`,
    `  const records = ${listText(records)};`,
    `  const schedule = ${listText(faults)};`,
    `  const mapping = ${JSON.stringify(mapping)} as const;`,
    `  await assertSurvives({ ${['setup', 'records', 'mapping', ...own].join(', ')}, schedule, ...${JSON.stringify(rest)} });`,
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
