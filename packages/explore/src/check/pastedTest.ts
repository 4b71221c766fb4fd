import { isAbsolute, relative } from 'node:path';
import type { CheckUpOptions } from './checkUpOptions.ts';
import { jsString } from './jsString.ts';
import type { FindingCode } from './finding.ts';
import { advice } from './advice.ts';

/**
 * A Jest test that fails as long as the check-up of the same handler, records and mapping finds this. In a project of CommonJS,
 * where Jest takes no `import`, it requires.
 */
export function pastedTest(code: FindingCode, options: CheckUpOptions, isCommonJs = false): string {
  const { handler, mapping, records, env = {}, runtime, timeoutSeconds, keys, view } = options;
  const given = {
    mapping,
    records: typeof records === 'string' ? fromHere(records) : records,
    env: Object.keys(env).length === 0 ? undefined : env,
    runtime,
    timeoutSeconds,
    keys,
    view,
  };
  const lines = Object.entries(given).flatMap(([name, value]) =>
    value === undefined ? [] : [`    ${name}: ${typeof value === 'string' ? jsString(value) : JSON.stringify(value)},`],
  );
  return [
    isCommonJs
      ? `const { checkUp } = require('@millrace/explore/check'); // Jest 28 or later`
      : `import { checkUp } from '@millrace/explore/check';`,
    ``,
    `test(${jsString(`not ${code}: ${advice[code].what}`)}, async () => {`,
    `  const { findings } = await checkUp({`,
    `    handler: ${jsString(fromHere(handler))},`,
    ...lines,
    `    codes: ['${code}'],`,
    `    budgetMs: 60_000,`,
    `  });`,
    ``,
    `  expect(findings).toEqual([]);`,
    `}, 60_000);`,
  ].join('\n');
}

/** A path below the current directory without what is above it: tests are run from there, and on other machines. */
function fromHere(path: string): string {
  const short = isAbsolute(path) ? relative(process.cwd(), path) : path;
  return short.startsWith('..') ? path : short;
}
