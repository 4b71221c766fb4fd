import { DynamoDBPersistenceLayer } from '@aws-lambda-powertools/idempotency/dynamodb';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { describe, expect, test } from '@jest/globals';
import { isHandlerError } from '../../src/index.ts';
import {
  claim,
  claimDocument,
  dynamoDbLatestStore,
  idempotent,
  InMemoryPersistenceLayer,
  inMemoryLatestStore,
  latestOnly,
  withPrefetch,
} from '../../src/idempotency.ts';
import { wireRecord } from './records.ts';

// Options are refused as a caller without types gives them.

const effect = () => {};
const persistenceStore = new InMemoryPersistenceLayer();
const client = new DynamoDBClient({ region: 'eu-west-1' });
const table = { client, tableName: 'idempotency' };
const make = {
  idempotent: (options?: unknown) => Reflect.apply(idempotent, undefined, [effect, options]),
  prefetch: (prefetch?: unknown) => idempotent(effect, { persistenceStore, prefetch: prefetch as never }),
  claim: (options?: unknown) => Reflect.apply(claim, undefined, [wireRecord(), options]),
  claimDocument: (options?: unknown) => Reflect.apply(claimDocument, undefined, [wireRecord(), options]),
  latestOnly: (options?: unknown) => Reflect.apply(latestOnly, undefined, [effect, options]),
  dynamoDbLatestStore: (options?: unknown) => Reflect.apply(dynamoDbLatestStore, undefined, [options]),
};
const refusal = (option: string, message: string) =>
  expect.objectContaining({ code: 'HandlerOptionError', option, message: expect.stringContaining(message) });

describe('the name of an option', () => {
  test.each([
    ['idempotent', 'prefix', 'keyPrefix', { persistenceStore, prefix: 'charge' }],
    ['idempotent', 'keyprefix', 'keyPrefix', { persistenceStore, keyprefix: 'charge' }],
    ['idempotent', 'kexPrefixx', 'keyPrefix', { persistenceStore, kexPrefixx: 'charge' }],
    ['idempotent', 'persistanceStore', 'persistenceStore', { persistanceStore: persistenceStore }],
    ['idempotent', 'store', 'persistenceStore', { store: persistenceStore }],
    ['idempotent', 'expireAfterSeconds', 'expiresAfterSeconds', { persistenceStore, expireAfterSeconds: 90_000 }],
    ['prefetch', 'table', 'tableName', { client, table: 'idempotency' }],
    ['claim', 'prefix', 'keyPrefix', { tableName: 'claims', prefix: 'ledger' }],
    ['claimDocument', 'tablename', 'tableName', { tablename: 'claims' }],
    ['latestOnly', 'stores', 'store', { stores: inMemoryLatestStore() }],
    ['dynamoDbLatestStore', 'prefix', 'keyPrefix', { ...table, prefix: 'search' }],
  ] as const)('%s refuses %s and says that %s is meant', (name, option, meant, options) => {
    expect(() => make[name](options)).toThrow(
      refusal(
        option,
        `expected no option of that name for ${name.replace('Document', '')}; perhaps ${meant} is meant.`,
      ),
    );
  });

  test.each([
    ['idempotent', 'ttl', 'persistenceStore, keyPrefix, key, expiresAfterSeconds', { persistenceStore, ttl: 90_000 }],
    ['idempotent', 'id', 'persistenceStore, keyPrefix', { persistenceStore, id: 'charge' }],
    ['prefetch', 'keyPrefix', 'tableName, keyAttr', { ...table, keyPrefix: 'charge' }],
    ['claim', 'hash', 'tableName, keyAttr', { tableName: 'claims', hash: 'md5' }],
    ['latestOnly', 'keyPrefix', 'store', { store: inMemoryLatestStore(), keyPrefix: 'search' }],
    ['dynamoDbLatestStore', 'sortKeyAttr', 'client, tableName', { ...table, sortKeyAttr: 'sk' }],
  ] as const)('%s refuses %s and lists what it knows, because none is near: %s', (name, option, known, options) => {
    expect(() => make[name](options)).toThrow(refusal(option, `for ${name}, which knows ${known}`));
  });

  test('the error is one that the handler package tells apart, and has the option and what was found', () => {
    const error = thrownBy(() => make.idempotent({ persistenceStore, prefix: 'charge' }));

    expect(isHandlerError(error, 'HandlerOptionError')).toBe(true);
    expect(error).toMatchObject({ option: 'prefix', found: 'charge' });
  });

  test('one object may describe a table to the layer, to prefetch, to claim and to the store of latestOnly', () => {
    const described = { tableName: 'idempotency', awsSdkV3Client: client, client, dataAttr: 'd', statusAttr: 'state' };
    const layer = new DynamoDBPersistenceLayer(described);

    expect(() => idempotent(effect, { persistenceStore: layer, prefetch: described })).not.toThrow();
    expect(claim(wireRecord(), described).Put.TableName).toBe('idempotency');
    expect(() => dynamoDbLatestStore(described)).not.toThrow();
  });
});

test.each([
  ['idempotent', { persistenceStore, keyPrefix: undefined, prefix: undefined, key: undefined, prefetch: undefined }],
  ['prefetch', { ...table, decode: undefined, keyAttr: undefined, table: undefined }],
  ['claim', { tableName: 'claims', key: undefined, keyPrefix: undefined, prefix: undefined, sortKeyAttr: undefined }],
  ['latestOnly', { store: inMemoryLatestStore(), keyPrefix: undefined }],
  ['dynamoDbLatestStore', { ...table, keyPrefix: undefined, expiresAfterSeconds: undefined, prefix: undefined }],
] as const)('%s takes an option that is undefined as left out', (name, options) => {
  expect(() => make[name](options)).not.toThrow();
});

describe('what is missing', () => {
  test.each(['idempotent', 'claim', 'claimDocument', 'latestOnly', 'dynamoDbLatestStore'] as const)(
    '%s without options says which there are',
    (name) => {
      for (const options of [undefined, null, 'charge', effect]) {
        expect(() => make[name](options)).toThrow(
          refusal('options', `expected an object with the options of ${name.replace('Document', '')}: `),
        );
      }
    },
  );

  test.each([
    ['idempotent', idempotent, { persistenceStore }],
    ['latestOnly', latestOnly, { store: inMemoryLatestStore() }],
  ])('%s without a function', (name, wrap, options) => {
    for (const onRecord of [undefined, null, {}, options]) {
      expect(() => Reflect.apply(wrap, undefined, [onRecord, options])).toThrow(
        refusal('onRecord', `expected a function for ${name}`),
      );
    }
  });

  test.each([
    ['idempotent', 'persistenceStore', 'a persistence layer of Powertools', {}],
    ['idempotent', 'persistenceStore', 'a persistence layer of Powertools', { persistenceStore: 'idempotency' }],
    ['idempotent', 'key', 'a function for idempotent', { persistenceStore, key: 'orderId' }],
    ['idempotent', 'keyPrefix', 'a text that names the effect', { persistenceStore, keyPrefix: 7 }],
    ['prefetch', 'tableName', 'the name of a DynamoDB table for prefetch', { client }],
    ['prefetch', 'client', 'a DynamoDBClient for prefetch', { tableName: 'idempotency' }],
    ['prefetch', 'decode', 'a function for prefetch', { ...table, decode: 'orders' }],
    ['claim', 'tableName', 'the name of a DynamoDB table for claim', {}],
    ['claim', 'tableName', 'the name of a DynamoDB table for claim', { tableName: ' ' }],
    ['claimDocument', 'tableName', 'the name of a DynamoDB table for claim', { keyPrefix: 'ledger' }],
    ['claim', 'key', 'a function for claim', { tableName: 'claims', key: 'orderId' }],
    ['latestOnly', 'store', 'a store of positions', {}],
    ['latestOnly', 'store', 'a store of positions', { store: persistenceStore }],
    ['latestOnly', 'store', 'a store of positions', { store: { begin() {}, complete() {} } }],
    ['dynamoDbLatestStore', 'tableName', 'the name of a DynamoDB table for dynamoDbLatestStore', { client }],
    [
      'dynamoDbLatestStore',
      'client',
      'a DynamoDBClient for dynamoDbLatestStore',
      { tableName: 'positions', client: {} },
    ],
    ['dynamoDbLatestStore', 'keyPrefix', 'a text that names the projection', { ...table, keyPrefix: 7 }],
  ] as const)('%s refuses a %s that is not %s', (name, option, expected, options) => {
    expect(() => make[name](options)).toThrow(refusal(option, `expected ${expected}`));
  });

  test('withPrefetch without a handler, or with an effect that is none', () => {
    const charge = idempotent(effect, { persistenceStore, prefetch: table });

    expect(() => Reflect.apply(withPrefetch, undefined, [undefined, charge])).toThrow(
      refusal('handler', 'a function for withPrefetch'),
    );
    expect(() => Reflect.apply(withPrefetch, undefined, [effect, undefined])).toThrow(refusal('prefetch', 'a table'));
  });
});

function thrownBy(act: () => unknown): unknown {
  try {
    act();
  } catch (error) {
    return error;
  }
  throw new Error('Nothing was thrown.');
}
