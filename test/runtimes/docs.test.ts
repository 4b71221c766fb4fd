import { expect, test } from '@jest/globals';
import { readFileSync, writeFileSync } from 'node:fs';
import { recordedHeard } from './heard.ts';
import type { Heard, RuntimeName } from './row.ts';

// The table of docs/runtimes.md is made of what AWS's runtime clients were heard to say: `UPDATE_GOLDEN=1` writes it.

const page = new URL('../../docs/runtimes.md', import.meta.url);
const begin = '<!-- table: test/runtimes/heard.json -->\n\n';
const end = '\n<!-- end of table -->';

/** The main shapes, in the words of the page, and the row of each. */
const shapes: readonly (readonly [string, string])[] = [
  ['`async`, returns a report', 'async with 1; ends: return report'],
  ['`async`, throws', 'async with 1; ends: throw Error'],
  ['`async`, its promise is never settled, nothing is left', 'async with 1; never settles'],
  ['`async`, declares three parameters', 'async with 3; ends: return report'],
  ['`async`, calls `callback(error)`', 'async with 2; callbackError Error; ends: nothing'],
  ['`async`, calls `callback(null, report)`', 'async with 2; callback report; ends: nothing'],
  ['`async`, calls `context.fail(error)`', 'async with 2; fail Error; ends: nothing'],
  ['`async`, calls `context.succeed(report)`, returns another', 'async with 2; succeed report; ends: return text'],
  ['not `async`, returns a report', 'plain with 1; ends: return report'],
  ['not `async`, returns nothing', 'plain with 1; ends: nothing'],
  ['not `async`, throws', 'plain with 1; ends: throw Error'],
  ['not `async`, throws `undefined`', 'plain with 1; ends: throw undefined'],
  ['not `async`, `callback(null, report)`', 'plain with 2; callback report; ends: nothing'],
  ['not `async`, `callback(null, report)` later', 'plain with 2; callback report (soon); ends: nothing'],
  [
    'not `async`, `callback(error)`, then `callback(null, …)`',
    'plain with 2; callbackError Error; callback text; ends: nothing',
  ],
  ['not `async`, the callback never comes, three parameters', 'plain with 3; ends: nothing'],
  ['not `async`, `context.done(error)` later', 'plain with 2; doneError Error (soon); ends: nothing'],
  [
    '`callback(null, report)`, work left over that rejects later',
    'plain with 2; reject TypeError (far); callback report; ends: nothing',
  ],
  [
    'the same, `callbackWaitsForEmptyEventLoop = false`',
    'plain with 2; callbackWaitsForEmptyEventLoop = false; reject TypeError (far); callback report; ends: nothing',
  ],
  ['`async`, returns a report, a promise left over is rejected', 'async with 1; reject TypeError; ends: return report'],
  [
    '`async`, returns a report, a promise is rejected much later',
    'async with 1; reject TypeError (far); ends: return report',
  ],
  ['`async`, returns a report, an immediate throws', 'async with 1; throw TypeError (immediate); ends: return report'],
  ['`async`, awaits, a timer throws', 'async with 2; throw TypeError (soon); never settles'],
  ['`process.exit(3)`', 'async with 1; exit 3; ends: return report'],
  ['`async`, returns what JSON cannot hold', 'async with 1; ends: return circular'],
  ['`async`, returns a function', 'async with 1; ends: return function'],
  ['`async`, throws a text', 'async with 1; ends: throw text'],
  ['`async`, throws an object like an error', 'async with 1; ends: throw error-like'],
  ['`async`, throws an error whose `name` throws', 'async with 1; ends: throw name getter throws'],
  ['`async`, throws an object without prototype', 'async with 1; ends: throw without prototype'],
];

test("the table of the page is what AWS's runtime clients hear", () => {
  const recorded = recordedHeard();
  const cell = (name: string, runtime: RuntimeName): string => {
    const outcome = recorded[name]?.[runtime];
    if (outcome === undefined) throw new Error(`There is no row ${name}.`);
    const after = outcome.after.map((heard) => `, then ${text(heard)}`).join('');
    return `${text(outcome.heard)}${after}`;
  };
  const lines = shapes.map(
    ([shape, name]) => `| ${shape} | ${cell(name, 'nodejs22.x')} | ${cell(name, 'nodejs24.x')} |`,
  );
  const table = ['| handler | nodejs18.x to nodejs22.x | nodejs24.x |', '| --- | --- | --- |', ...lines, ''].join('\n');
  const content = readFileSync(page, 'utf8');
  const from = content.indexOf(begin) + begin.length;
  const to = content.indexOf(end);
  if (process.env['UPDATE_GOLDEN'] === '1') writeFileSync(page, content.slice(0, from) + table + content.slice(to));

  expect(readFileSync(page, 'utf8')).toContain(`${begin}${table}${end}`);
});

function text(heard: Heard): string {
  if (heard.kind === 'answer') {
    const json = heard.json.startsWith('{"batchItemFailures"') ? 'the report' : `\`${heard.json}\``;
    return `answers ${json}`;
  }
  const message = heard.errorMessage.replace(/^RequestId: request Error: Runtime /, '').replace(/^(.{46}).+$/, '$1…');
  return `**fails** \`${heard.errorType}: ${message}\``;
}
