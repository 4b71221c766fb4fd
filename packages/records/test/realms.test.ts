import { runInNewContext } from 'node:vm';
import { expect, test } from '@jest/globals';
import { creationDate, defineStream, toLambdaRecord, type } from '../src/index.ts';

// Values that another realm made, where `instanceof` says no: a test of Jest and its user's libraries are two realms.

const elsewhere = (expression: string): never => runInNewContext(expression) as never;

test('a date, bytes, maps and sets are what they are in any realm', () => {
  const stream = defineStream({ item: type<{ id: string; [name: string]: unknown }>(), keys: ['id'] });

  const { dynamodb } = stream.insert({
    id: 'a',
    bytes: elsewhere('new Uint8Array([1, 2])'),
    buffer: elsewhere('new Uint8Array([1, 2]).buffer'),
    map: elsewhere('new Map([["x", 1]])'),
    set: elsewhere('new Set(["y"])'),
  });

  expect(dynamodb?.NewImage).toMatchObject({
    bytes: { B: 'AQI=' },
    buffer: { B: 'AQI=' },
    map: { M: { x: { N: '1' } } },
    set: { SS: ['y'] },
  });
  expect(creationDate(elsewhere('new Date(1790000000000)')).getTime()).toBe(1_790_000_000_000);
});

test('a record of the Streams API is turned into what Lambda delivers, in any realm', () => {
  const change = {
    ApproximateCreationDateTime: elsewhere('new Date(1790000000500)'),
    Keys: { id: { B: elsewhere('new Uint8Array([1, 2])') } },
    SequenceNumber: '1',
  };

  expect(toLambdaRecord({ dynamodb: change }).dynamodb).toEqual({
    ApproximateCreationDateTime: 1_790_000_000,
    Keys: { id: { B: 'AQI=' } },
    SequenceNumber: '1',
  });
});
