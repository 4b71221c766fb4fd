import { expect, test } from '@jest/globals';
import { bundleSizes } from './records-size.ts';

test('records bring nothing from outside, whichever modules the bundler prefers, and stay small', async () => {
  const [handler, withEncoder, all, commonJs] = await bundleSizes();

  expect(handler?.others).toEqual([]);
  expect(commonJs?.minified).toBe(handler?.minified);
  expect(all?.others).toEqual(handler?.others);
  // Bytes. A step up should be a decision.
  expect(handler?.gzipped).toBeLessThan(5_550);
  expect(handler?.minified).toBeLessThan(12_100);
  expect(withEncoder?.minified).toBeLessThan(16_600);
  expect(all?.minified).toBeLessThan(21_300);
}, 30_000);
