import { expect, test } from '@jest/globals';
import { bundleSizes } from './records-size.ts';

test('records bring no schema library and no SDK client, only the class for numbers, and stay small', async () => {
  const [handler, withEncoder, all] = await bundleSizes();

  expect(handler?.others).toEqual(['@aws-sdk/util-dynamodb/dist-es/NumberValue.js']);
  expect(all?.others).toEqual(handler?.others);
  // Bytes. A step up should be a decision.
  expect(handler?.gzipped).toBeLessThan(5_600);
  expect(handler?.minified).toBeLessThan(12_250);
  expect(withEncoder?.minified).toBeLessThan(16_050);
  expect(all?.minified).toBeLessThan(20_300);
}, 30_000);
