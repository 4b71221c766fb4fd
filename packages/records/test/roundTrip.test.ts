import { expect, test } from '@jest/globals';
import { deepStrictEqual } from 'node:assert';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import * as fc from 'fast-check';
import { compileNumbers } from '../src/decoding/compileNumbers.ts';
import { marshallImage } from '../src/encoding/marshallImage.ts';
import { toLambdaRecord } from '../src/index.ts';
import { imageReader } from '../src/decoding/imageReader.ts';
import { NumberValue } from '../src/wire/numberValue.ts';
import { anyItem, normalised } from './anyItem.ts';

const seed = 20261123;
const auto = compileNumbers('auto');

test('an item survives marshalling, JSON and unmarshalling', () => {
  fc.assert(
    fc.property(anyItem, (item) => {
      const wire = JSON.parse(JSON.stringify(marshallImage(item))) as object;

      deepStrictEqual(imageReader(auto)(wire), normalised(item));
    }),
    { seed, numRuns: 1500 },
  );
});

test('marshalling what was unmarshalled gives the same image', () => {
  fc.assert(
    fc.property(anyItem, (item) => {
      const image = marshallImage(item);

      deepStrictEqual(marshallImage(imageReader(auto)(image)), image);
    }),
    { seed, numRuns: 1000 },
  );
});

// Where util-dynamodb is right: numbers it neither rounds nor refuses, and no names that it trips over.
function comparable(value: unknown): boolean {
  if (typeof value === 'number') return Number.isSafeInteger(value) && !Object.is(value, -0);
  if (typeof value === 'bigint') return typeof auto(String(value)) === 'bigint';
  if (value instanceof NumberValue) return false;
  if (Array.isArray(value)) return value.every(comparable);
  if (value instanceof Set) return [...value].every(comparable);
  if (typeof value !== 'object' || value === null || value instanceof Uint8Array) return true;
  const unsafe = ['__proto__', 'constructor'].some((name) => Object.hasOwn(value, name));
  return !unsafe && Object.values(value).every(comparable);
}

test('unmarshall of util-dynamodb agrees wherever it is right', () => {
  fc.assert(
    fc.property(anyItem.filter(comparable), (item) => {
      const theirs = marshall(item);

      deepStrictEqual(imageReader(auto)(theirs), unmarshall(theirs));
    }),
    { seed, numRuns: 1000 },
  );
});

test('marshall of util-dynamodb agrees wherever it is right, once its bytes are the base64 of Lambda', () => {
  fc.assert(
    fc.property(anyItem.filter(comparable), (item) => {
      const theirs = toLambdaRecord({ dynamodb: { NewImage: marshall(item) } }).dynamodb?.NewImage;

      deepStrictEqual(marshallImage(item), theirs);
    }),
    { seed, numRuns: 1000 },
  );
});

test('every decimal is read as its exact value', () => {
  const text = fc
    .tuple(
      fc.constantFrom('', '-'),
      fc.bigInt({ min: 0n, max: 10n ** 38n - 1n }),
      fc.integer({ min: 0, max: 40 }),
      fc.integer({ min: -80, max: 80 }),
    )
    .map(([sign, all, places, exponent]) => {
      const padded = String(all).padStart(places + 1, '0');
      const plain = places === 0 ? padded : `${padded.slice(0, -places)}.${padded.slice(-places)}`;
      return {
        text: `${sign}${plain}${exponent === 0 ? '' : `E${exponent}`}`,
        value: (sign === '-' ? -1n : 1n) * all,
        power: exponent - places,
      };
    });
  fc.assert(
    fc.property(text, ({ text, value, power }) => {
      const read = auto(text);

      // Compared as fractions of integers, without any of the code under test.
      const [mantissa = '', exponent = '0'] = String(read).toLowerCase().split('e');
      const [whole = '', fraction = ''] = mantissa.split('.');
      const readValue = BigInt(whole + fraction);
      const readPower = Number(exponent) - fraction.length;
      const low = Math.min(power, readPower);
      expect(readValue * 10n ** BigInt(readPower - low)).toBe(value * 10n ** BigInt(power - low));
    }),
    { seed, numRuns: 3000 },
  );
});
