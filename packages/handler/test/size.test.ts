import { expect, test } from '@jest/globals';
import { handlerSizes } from '../../../test/bench/handler-size.ts';

/** The most bytes, minified, that the package may add to a function that imports it. */
const limits: Readonly<Record<string, number>> = {
  'batchHandler and defineStream': 7320,
  'tumblingWindow and defineStream': 11_210,
  'all of @millrace/handler': 14_370,
};

test('what a function deploys of the handler stays small', async () => {
  const sizes = await handlerSizes();

  const tooLarge = sizes.filter(({ what, handler }) => handler > (limits[what] ?? 0));
  expect(tooLarge).toEqual([]);
  expect(sizes.map(({ what }) => what)).toEqual(Object.keys(limits));
});

test('records and handler together are at most 20 KB minified and 9 KB gzipped', async () => {
  const [both] = await handlerSizes();

  expect(both?.minified).toBeLessThanOrEqual(20_000);
  expect(both?.gzipped).toBeLessThanOrEqual(9_000);
  expect(both?.others).toEqual([]);
});

test('the handler brings nothing from outside the workspace', async () => {
  const sizes = await handlerSizes();

  expect(sizes.find(({ what }) => what === 'all of @millrace/handler')?.others).toEqual([]);
});
