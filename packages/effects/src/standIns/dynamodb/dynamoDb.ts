import type { Call } from '../call.ts';
import { fieldsOf, listOf, textOf } from '../fields.ts';
import type { Fields } from '../fields.ts';
import type { Operation, Service } from '../service.ts';
import { accessDenied } from '../services/failures.ts';
import { attributeBytes } from './attributeBytes.ts';
import type { Tables } from './tables.ts';

const tableOf = (input: Fields): string => textOf(input['TableName']).split('/').at(-1) ?? '';
const tablesOf = (names: readonly string[]): string => [...new Set(names)].sort().join(',');
const batchTablesOf = (input: Fields): string => tablesOf(Object.keys(fieldsOf(input['RequestItems'])));
const transactionTablesOf = (input: Fields): string =>
  tablesOf(
    listOf(input['TransactItems']).flatMap((item) => Object.values(item).map((action) => tableOf(fieldsOf(action)))),
  );

/** DynamoDB, with real tables behind it. */
export function dynamoDb(tables: Tables): Service {
  const read = (operation: string): Operation => ({
    kind: 'read',
    about: tableOf,
    answer: (input, call) => tables.run(operation, input, call),
  });
  const write = (operation: string): Operation => ({ ...read(operation), kind: 'write' });
  return {
    name: 'dynamodb',
    protocol: 'json',
    target: 'DynamoDB_20120810',
    signedAs: 'dynamodb',
    hosts: /(^|\.)(dynamodb|ddb)\./,
    withBytes: attributeBytes,
    refusal: accessDenied,
    throttling: {
      code: 'ProvisionedThroughputExceededException',
      status: 400,
      message:
        'The level of configured provisioned throughput for the table was exceeded. Consider increasing your provisioning level with the UpdateTable API.',
    },
    operations: {
      GetItem: read('GetItem'),
      Query: read('Query'),
      Scan: read('Scan'),
      DescribeTable: read('DescribeTable'),
      DescribeTimeToLive: read('DescribeTimeToLive'),
      ListTables: read('ListTables'),
      ListTagsOfResource: read('ListTagsOfResource'),
      PutItem: write('PutItem'),
      UpdateItem: write('UpdateItem'),
      DeleteItem: write('DeleteItem'),
      CreateTable: write('CreateTable'),
      UpdateTable: write('UpdateTable'),
      DeleteTable: write('DeleteTable'),
      // PartiQL: dynalite does not speak it, and an empty answer would be a wrong one.
      ExecuteStatement: write('ExecuteStatement'),
      BatchExecuteStatement: write('BatchExecuteStatement'),
      ExecuteTransaction: write('ExecuteTransaction'),
      TagResource: write('TagResource'),
      UntagResource: write('UntagResource'),
      UpdateTimeToLive: {
        kind: 'write',
        about: tableOf,
        answer: (input) => ({ TimeToLiveSpecification: input['TimeToLiveSpecification'] }),
      },
      TransactGetItems: { ...read('TransactGetItems'), about: transactionTablesOf },
      TransactWriteItems: { ...write('TransactWriteItems'), about: transactionTablesOf },
      BatchGetItem: {
        kind: 'read',
        about: batchTablesOf,
        canFailPartly: true,
        answer: (input, call) => batch('BatchGetItem', input, call, tables),
      },
      BatchWriteItem: {
        kind: 'write',
        about: batchTablesOf,
        canFailPartly: true,
        answer: (input, call) => batch('BatchWriteItem', input, call, tables),
      },
    },
  };
}

/** In a partial failure, the last request of the last table is left unprocessed. */
async function batch(
  operation: 'BatchGetItem' | 'BatchWriteItem',
  input: Fields,
  call: Call,
  tables: Tables,
): Promise<Fields> {
  if (!call.partly) return tables.run(operation, input, call);
  const isWrite = operation === 'BatchWriteItem';
  const requested = Object.entries(fieldsOf(input['RequestItems']));
  const [table, last] = requested.at(-1) ?? ['', undefined];
  const entries = listOf(isWrite ? last : fieldsOf(last)['Keys']);
  const rest = entries.slice(0, -1);
  const unprocessed = { [table]: isWrite ? entries.slice(-1) : { ...fieldsOf(last), Keys: entries.slice(-1) } };
  const kept = rest.length === 0 ? [] : [[table, isWrite ? rest : { ...fieldsOf(last), Keys: rest }]];
  const RequestItems = Object.fromEntries([...requested.slice(0, -1), ...kept]) as Fields;
  const isNothing = Object.keys(RequestItems).length === 0;
  const done = isNothing
    ? isWrite
      ? {}
      : { Responses: {} }
    : await tables.run(operation, { ...input, RequestItems }, call);
  return { ...done, [isWrite ? 'UnprocessedItems' : 'UnprocessedKeys']: unprocessed };
}
