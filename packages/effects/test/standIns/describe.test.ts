import { randomUUID } from 'node:crypto';
import { expect, test } from '@jest/globals';
import { standIns } from '@millrace/effects/stand-ins';
import type { OutgoingRequest } from '@millrace/effects/stand-ins';

const encode = (value: unknown): Uint8Array =>
  new TextEncoder().encode(typeof value === 'string' ? value : JSON.stringify(value));

const request = (
  method: string,
  url: string,
  body: unknown = '',
  headers: Record<string, string> = {},
): OutgoingRequest => ({
  method,
  url: new URL(url),
  headers,
  body: encode(body),
});
const target = (operation: string, input: object): OutgoingRequest =>
  request('POST', 'https://service.eu-west-1.amazonaws.com/', input, { 'x-amz-target': operation });
const signed = (service: string, method: string, path: string): OutgoingRequest =>
  request(method, `http://127.0.0.1:4566${path}`, '', {
    authorization: `AWS4-HMAC-SHA256 Credential=key/20261128/eu-west-1/${service}/aws4_request, SignedHeaders=host, Signature=0`,
  });
const form = (host: string, body: string): OutgoingRequest =>
  request('POST', `https://${host}/`, body, { 'content-type': 'application/x-www-form-urlencoded' });

const names: readonly (readonly [request: OutgoingRequest, name: string, kind: 'read' | 'write'])[] = [
  [target('DynamoDB_20120810.PutItem', { TableName: 'orders' }), 'dynamodb.PutItem orders', 'write'],
  [
    target('DynamoDB_20120810.GetItem', { TableName: 'arn:aws:dynamodb:x:1:table/orders' }),
    'dynamodb.GetItem orders',
    'read',
  ],
  [
    target('DynamoDB_20120810.BatchWriteItem', { RequestItems: { b: [], a: [] } }),
    'dynamodb.BatchWriteItem a,b',
    'write',
  ],
  [
    target('DynamoDB_20120810.TransactWriteItems', {
      TransactItems: [{ Put: { TableName: 'b' } }, { Delete: { TableName: 'a' } }],
    }),
    'dynamodb.TransactWriteItems a,b',
    'write',
  ],
  [target('AmazonSQS.SendMessage', { QueueUrl: 'https://sqs.x/1/failures' }), 'sqs.SendMessage failures', 'write'],
  [
    form('sns.eu-west-1.amazonaws.com', 'Action=Publish&TopicArn=arn:aws:sns:x:1:changes'),
    'sns.Publish changes',
    'write',
  ],
  [target('AWSEvents.PutEvents', { Entries: [{}] }), 'eventbridge.PutEvents default', 'write'],
  [target('Logs_20140328.DescribeQueries', {}), 'logs.DescribeQueries', 'read'],
  [target('AWSCognitoIdentityProviderService.AdminCreateUser', {}), 'service.AdminCreateUser', 'write'],
  [
    signed('lambda', 'POST', '/2015-03-31/functions/arn%3Aaws%3Alambda%3Ax%3A1%3Afunction%3Aprice%3Alive/invocations'),
    'lambda.Invoke price',
    'write',
  ],
  [signed('ses', 'POST', '/v2/email/outbound-emails'), 'sesv2.SendEmail', 'write'],
  [signed('s3', 'GET', '/archive/a/b'), 's3.GetObject archive', 'read'],
  [request('PUT', 'https://archive.s3.eu-west-1.amazonaws.com/a/b'), 's3.PutObject archive', 'write'],
  [request('GET', 'https://archive.s3.eu-west-1.amazonaws.com/?list-type=2'), 's3.ListObjectsV2 archive', 'read'],
  [request('POST', 'https://api.example.com/charge?dry=1', { cents: 700 }), 'POST api.example.com/charge', 'write'],
  [request('GET', `https://api.example.com/orders/${randomUUID()}`), 'GET api.example.com/orders/<uuid>', 'read'],
  [signed('execute-api', 'POST', '/prod/charge'), 'POST 127.0.0.1:4566/prod/charge', 'write'],
];

test.each(names)('%# is described by its name, and whether it reads', (asked, name, kind) => {
  const services = standIns({ answers: { 'POST 127.0.0.1:4566/*': {} } });

  expect(services.describe(asked)).toMatchObject({ name, kind });
});

test.each(['http://169.254.169.254/latest/meta-data/iam', 'http://example.com/'])(
  '%s is no effect of theirs',
  (url) => {
    expect(standIns().describe(request('GET', url))).toBeUndefined();
  },
);

test('a key is the same whatever uuids, clocks and tokens are in the call, and in what order', () => {
  const keyOf = (total: number): string | undefined => {
    const now = Date.now();
    const Item = {
      at: { S: new Date(now).toISOString() },
      id: { S: 'a' },
      ttl: { N: String(Math.floor(now / 1000) + 86_400) },
      ms: { N: String(now) },
    };
    const call = {
      TableName: 'orders',
      Item: { ...Item, run: { S: `run-${randomUUID()}` }, total: { N: String(total) } },
    };
    const asked = target('DynamoDB_20120810.PutItem', total < 8 ? call : { Item: call.Item, TableName: 'orders' });
    return standIns().describe(asked)?.key;
  };

  expect(keyOf(7)).toBe(keyOf(7));
  expect(keyOf(7)).not.toBe(keyOf(8));
  expect(keyOf(7)).toContain('"id":{"S":"a"}');
});

test('a time that is long past is data, and stays in the key', () => {
  const keyOf = (at: string) => standIns().describe(request('POST', 'https://example.com/', { at }))?.key;

  expect(keyOf('2024-01-01T00:00:00Z')).not.toBe(keyOf('2024-01-02T00:00:00Z'));
});

test('another host answers 200 and an empty object, or what the table says, and what it is sent is in the state', async () => {
  const services = standIns({
    answers: {
      'POST api.example.com/charge': { status: 201, body: { id: 'ch_1' } },
      'GET *.example.com/*': ({ path }: { readonly path?: string }) => ({ headers: { ETag: 'x' }, body: `of ${path}` }),
    },
  });

  const plain = await services.answer(request('POST', 'https://other.example.org/hook', { a: 1 }));
  const charge = await services.answer(request('POST', 'https://api.example.com/charge', { cents: 7 }));
  const got = await services.answer(request('GET', 'https://api.example.com/price'));

  expect(plain).toMatchObject({ status: 200, body: '{}' });
  expect(charge).toMatchObject({ status: 201, body: '{"id":"ch_1"}' });
  expect(got).toMatchObject({ status: 200, headers: { etag: 'x' }, body: 'of /price' });
  expect(await services.state()).toEqual({
    http: {
      'POST api.example.com/charge': [{ path: '/charge', body: { cents: 7 } }],
      'POST other.example.org/hook': [{ path: '/hook', body: { a: 1 } }],
    },
  });
});

test.each([
  ['refuse', 403],
  ['throttle', 429],
  ['timeout', 504],
  ['partlyFail', 429],
] as const)('another host that is told to %s answers %d and does nothing', async (fault, status) => {
  const services = standIns();

  expect(await services.answer(request('POST', 'https://example.com/', { a: 1 }), fault)).toMatchObject({ status });
  expect(await services.state()).toEqual({});
});

test('an operation that no table knows is answered with nothing, and kept when it writes', async () => {
  const services = standIns();

  const answer = await services.answer(target('AWSEvents.PutPermission', { Action: 'events:PutEvents' }));
  const read = await services.answer(target('AWSEvents.ListRules', {}));

  expect([answer, read]).toMatchObject([
    { status: 200, body: '{}' },
    { status: 200, body: '{}' },
  ]);
  expect(await services.state()).toEqual({ eventbridge: { PutPermission: [{ Action: 'events:PutEvents' }] } });
});

test('the same calls leave the same state and get the same answers after a reset', async () => {
  const services = standIns();
  const run = async () => {
    const send = await services.answer(
      target('AmazonSQS.SendMessage', { QueueUrl: 'https://x/1/q', MessageBody: 'one' }),
    );
    return { send, state: await services.state() };
  };

  const first = await run();
  await services.reset();

  expect(await run()).toEqual(first);
});

test('SQS answers queries as it did before it spoke JSON', async () => {
  const body =
    'Action=SendMessageBatch&QueueUrl=https://sqs.x/1/q&SendMessageBatchRequestEntry.1.Id=a&SendMessageBatchRequestEntry.1.MessageBody=one%20%26' +
    '&SendMessageBatchRequestEntry.1.MessageAttribute.1.Name=n&SendMessageBatchRequestEntry.1.MessageAttribute.1.Value.StringValue=v';
  const services = standIns();

  const answer = await services.answer(form('sqs.eu-west-1.amazonaws.com', body));

  expect(answer.body).toContain('<SendMessageBatchResult><SendMessageBatchResultEntry><Id>a</Id>');
  expect(await services.state()).toMatchObject({ sqs: { q: [{ MessageBody: 'one &' }] } });
});
