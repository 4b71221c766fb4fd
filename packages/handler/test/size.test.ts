import { expect, test } from '@jest/globals';
import { handlerSizes } from '../../../test/bench/handler-size.ts';

/** The most bytes, minified, that the package may add to a function that imports it. */
const limits: Readonly<Record<string, number>> = {
  'batchHandler and defineStream': 7040,
  'tumblingWindow and defineStream': 10_850,
  'all of @millrace/handler': 14_010,
};

test('what a function deploys of the handler stays small', async () => {
  const sizes = await handlerSizes();

  const tooLarge = sizes.filter(({ what, handler }) => handler > (limits[what] ?? 0));
  expect(tooLarge).toEqual([]);
  expect(sizes.map(({ what }) => what)).toEqual(Object.keys(limits));
});

test('the handler brings nothing from outside the workspace', async () => {
  const sizes = await handlerSizes();

  expect(sizes.find(({ what }) => what === 'all of @millrace/handler')?.others).toEqual([]);
});
