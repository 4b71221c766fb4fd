import { expect, test } from '@jest/globals';
import { whereToRead } from '../../src/words/whereToRead.ts';

const page = 'node_modules/@millrace/simulator/BEHAVIOURS.md';

test.each([
  ['Given up without a word (S40).', `S40: ${page}`],
  ['Documents may be merged (U6), or not (S37, S40), as above (U6).', `U6, S37, S40: ${page}`],
  ['Counted from the first record (U3).', `U3: ${page}`],
  ['A bucket (S3), a queue (SQS) or S40 by itself.', undefined],
])('%s', (text, where) => {
  expect(whereToRead(text)).toBe(where);
});
