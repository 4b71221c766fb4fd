import { PutItemCommand, type TransactWriteItem } from '@aws-sdk/client-dynamodb';
import { describe, expect, test } from '@jest/globals';
import { alreadyClaimed, claim, EarlyExpiryError } from '../../src/idempotency.ts';
import { wireRecord } from './records.ts';

describe('claim', () => {
  test('keys a record by its event id under a prefix that no function name changes', () => {
    const record = wireRecord({ eventID: 'e-1' });

    const first = claim(record, { tableName: 'claims' });
    process.env['AWS_LAMBDA_FUNCTION_NAME'] = 'redrive';
    const second = claim({ raw: wireRecord({ eventID: 'e-1' }) }, { tableName: 'claims' });
    delete process.env['AWS_LAMBDA_FUNCTION_NAME'];

    expect(first.Put.Item?.['id']?.S).toMatch(/^millrace#/);
    expect(second.Put.Item?.['id']).toEqual(first.Put.Item?.['id']);
    expect(claim(wireRecord({ eventID: 'e-2' }), { tableName: 'claims' }).Put.Item?.['id']).not.toEqual(
      first.Put.Item?.['id'],
    );
  });

  test('is an entry of TransactItems, and its Put is a PutItem', () => {
    const entry: TransactWriteItem = claim(wireRecord(), { tableName: 'claims' });
    const put = new PutItemCommand(claim(wireRecord(), { tableName: 'claims' }).Put);

    expect(entry.Put?.TableName).toBe('claims');
    expect(put.input.ConditionExpression).toContain('attribute_not_exists');
  });

  test('takes the names of the table and a business key', () => {
    const { Put } = claim(wireRecord({ item: 'o-9' }), {
      tableName: 'claims',
      keyAttr: 'pk',
      sortKeyAttr: 'sk',
      staticPkValue: 'claims',
      statusAttr: 'state',
      expiryAttr: 'ttl',
      keyPrefix: 'welcome',
      key: (record) => `order ${record.dynamodb?.Keys?.['orderId']?.S}`,
    });

    expect(Object.keys(Put.Item ?? {}).sort()).toEqual(['millraceClaim', 'pk', 'sk', 'state', 'ttl']);
    expect(Put.Item?.['sk']?.S).toMatch(/^welcome#/);
    expect(Put.Item?.['millraceClaim']?.S).toBe('order o-9');
  });

  test('refuses an expiry that the stream outlives, a record without an event id, a sort key without its partition', () => {
    const options = { tableName: 'claims' };
    const { eventID, ...anonymous } = wireRecord();

    expect(() => claim(wireRecord(), { ...options, expiresAfterSeconds: 86_400 })).toThrow(EarlyExpiryError);
    expect(() => claim(anonymous, options)).toThrow(/no event id/);
    expect(() => claim(wireRecord(), { ...options, sortKeyAttr: 'sk' })).toThrow(
      /Option staticPkValue is undefined, expected the value of the partition key/,
    );
    expect(eventID).toBeDefined();
  });
});

describe('alreadyClaimed', () => {
  const claimed = { id: { S: 'millrace#x' }, millraceClaim: { S: 'e-1' } };
  const byPowertools = (status: string) => ({
    id: { S: 'millrace#1B2M2Y8AsgTpgAmY7PhCfg==' },
    status: { S: status },
    expiration: { N: '1770000000' },
  });
  const cancelled = (...CancellationReasons: object[]) =>
    Object.assign(new Error('cancelled'), { name: 'TransactionCanceledException', CancellationReasons });
  const failed = (Item?: object) => ({ Code: 'ConditionalCheckFailed', Item });
  const none = { Code: 'None' };

  test.each([
    ['the claim is taken', cancelled(none, failed(claimed))],
    [
      'the claim is taken and the condition of the effect fails with it',
      cancelled(failed({ a: { S: '' } }), failed(claimed)),
    ],
    ['idempotent has done it', cancelled(failed(byPowertools('COMPLETED')), none)],
    ['a lone put finds it', Object.assign(new Error(''), { name: 'ConditionalCheckFailedException', Item: claimed })],
  ])('true when %s', (_case, error) => {
    expect(alreadyClaimed(error)).toBe(true);
  });

  test.each([
    [
      'another condition fails',
      cancelled(failed({ id: { S: 'o-1' }, status: { S: 'COMPLETED' }, expiration: { N: '1' } }), none),
    ],
    ['the failed condition tells no item', cancelled(failed(), none)],
    ['transactions collide', cancelled({ Code: 'TransactionConflict' }, none)],
    ['transactions collide over a claim', cancelled({ Code: 'TransactionConflict', Item: claimed }, none)],
    ['the table is throttled', cancelled({ Code: 'ThrottlingError' }, none)],
    ['idempotent has it in progress', cancelled(failed(byPowertools('INPROGRESS')), none)],
    ['the error is another', new Error('ConditionalCheckFailed')],
    ['the reasons are missing', Object.assign(new Error(''), { name: 'TransactionCanceledException' })],
    ['something else was thrown', 'TransactionCanceledException'],
  ])('false when %s', (_case, error) => {
    expect(alreadyClaimed(error)).toBe(false);
  });
});
