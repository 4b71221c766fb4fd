import { expect, test } from '@jest/globals';
import { withFileNames } from '../../src/replay/withFileNames.ts';

const data = `data:text/javascript,${encodeURIComponent('__filename="/src/a b.ts";(()=>{require("x")})()')}:1:97`;

test.each([
  ['a stack', `Error: no\n    at f (${data})\n    at ${data}\n    at g (/b.ts:1:2)`],
  ['a stack in JSON', JSON.stringify({ stack: `Error: no\n    at f (${data})\n    at ${data}` })],
])('names the file of a module in %s, and leaves the rest', (_, text) => {
  expect(withFileNames(text)).toBe(text.replaceAll(data, '/src/a b.ts'));
});
