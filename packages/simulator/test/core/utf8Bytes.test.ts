import { expect, test } from '@jest/globals';
import { utf8Bytes } from '../../src/core/utf8Bytes.ts';

// Each side of every place where the length of a character changes, and of the surrogates.
const units = ['a', '\x7f', '\x80', '\u07ff', '\u0800', '\ud7ff', '\ud800', '\udbff', '\udc00', '\udfff', '\ue000'];

test('U10: the bytes of every text of up to three such characters are those that an encoder writes', () => {
  const texts = ['', ...units].flatMap((a) => ['', ...units].flatMap((b) => ['', ...units].map((c) => a + b + c)));

  const wrong = texts.filter((text) => utf8Bytes(text) !== Buffer.byteLength(text));

  expect(texts.length).toBe(12 ** 3);
  expect(wrong).toEqual([]);
});
