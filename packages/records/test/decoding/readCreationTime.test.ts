import { expect, test } from '@jest/globals';
import { defineStream, isDecodeError, type } from '../../src/index.ts';

const stream = defineStream({ item: type<{ id: string }>(), keys: ['id'] });

function createdAt(value: unknown): string | undefined {
  const wire = stream.insert({ id: '1' });
  const dynamodb = { ...wire.dynamodb, ApproximateCreationDateTime: value as number };
  return stream.decode({ ...wire, dynamodb }).createdAt?.toISOString();
}

test.each([
  ['whole seconds, as Lambda sends', 1480642020, '2016-12-02T01:27:00.000Z'],
  ['fractional seconds', 1635734407.123456, '2021-11-01T02:40:07.123Z'],
  ['seconds as text in exponent form, as botocore prints', '1.46480646E9', '2016-06-01T18:41:00.000Z'],
  ['milliseconds', 1649809356015, '2022-04-13T00:22:36.015Z'],
  ['microseconds', 1649809356015000, '2022-04-13T00:22:36.015Z'],
  ['a Date, as the SDK has it', new Date(0), '1970-01-01T00:00:00.000Z'],
  ['ISO 8601', '2022-04-09T06:58:28Z', '2022-04-09T06:58:28.000Z'],
  ['ISO 8601 with an offset', '2022-04-09T06:58:28+02:00', '2022-04-09T04:58:28.000Z'],
  ['ISO 8601 without a zone, read as UTC', '2022-04-09T06:58:28', '2022-04-09T06:58:28.000Z'],
  ['a date without a zone, read as UTC', 'Apr 9, 2022, 6:58:28 AM', '2022-04-09T06:58:28.000Z'],
  ['the last second that is told from milliseconds', 99_999_999_999, '5138-11-16T09:46:39.000Z'],
  ['nothing', undefined, undefined],
  ['null', null, undefined],
])('%s', (_, value, iso) => {
  expect(createdAt(value)).toBe(iso);
});

test.each([['soon'], [''], [{}], [true], [Number.NaN], [Number.POSITIVE_INFINITY], [new Date('soon')]])(
  '%p is rejected, but only when it is read',
  (value) => {
    expect(() => createdAt(value)).toThrow('ApproximateCreationDateTime: expected a time');
    try {
      createdAt(value);
    } catch (error) {
      expect(isDecodeError(error) && error.reason).toBe('timestamp');
    }
  },
);
