import { expect, test } from '@jest/globals';
import { withLoadAdvice } from '../../src/check/withLoadAdvice.ts';

const error = (missing: string): string =>
  `The handler /app/src/app.js does not load:\nError: Cannot find module '${missing}'\nRequire stack:\n- /app/src/app.js`;

test.each([
  ['aws-sdk', /'aws-sdk'\. Lambda brings it.*npm install --no-save aws-sdk\nRequire stack/],
  ['@aws-sdk/client-sqs/dist-cjs/x', /npm install --no-save @aws-sdk\/client-sqs\n/],
  ['joi', /in the folder of its package\.json: npm install\n/],
  ['../models/Task', /The file is not there.*capital letters/],
])('a handler that lacks %s: the text says what to do', (missing, text) => {
  expect(withLoadAdvice(error(missing))).toMatch(text);
});

test('a package that a tsconfig.json extends is one too', () => {
  const text = "The handler a.ts does not load:\nError: File '@tsconfig/strictest/tsconfig.json' not found.";

  expect(withLoadAdvice(text)).toMatch(/in the folder of its package\.json: npm install$/);
});

test('another error stays as it is', () => {
  const other = 'The handler app.js does not load:\nError: no TABLE';

  expect(withLoadAdvice(other)).toBe(other);
});
