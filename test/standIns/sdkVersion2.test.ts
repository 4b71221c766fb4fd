import { createRequire } from 'node:module';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { EffectFault } from '@millrace/simulator';
import { serveStandIns, standIns } from '@millrace/effects/stand-ins';
import type { ServedStandIns } from '@millrace/effects/stand-ins';
import type * as SdkVersion2 from 'aws-sdk';

// Silent before it is loaded: it says on every load that its time is over.
process.env['AWS_SDK_JS_SUPPRESS_MAINTENANCE_MODE_MESSAGE'] = '1';
const AWS = createRequire(__filename)('aws-sdk') as typeof SdkVersion2;

type Options = NonNullable<ConstructorParameters<typeof SdkVersion2.SQS>[0]> & { readonly endpoint: string };

interface Case {
  readonly name: string;
  readonly send: (options: Options) => { promise(): Promise<unknown> };
  readonly answer: object;
  readonly state?: object;
  readonly refusal: string;
  readonly throttling: string;
  readonly partly?: { readonly send: Case['send']; readonly answer: object };
}

// A queue's URL counts for more than the endpoint.
const queueAt = (via: Options): string => `${via.endpoint}/123456789012/failures`;
const TopicArn = 'arn:aws:sns:eu-west-1:123456789012:changes';
const machine = 'arn:aws:states:eu-west-1:123456789012:stateMachine:ship';
const any = expect.any(String);
const denied = 'AccessDeniedException';
const event = { Source: 'orders', DetailType: 'Paid', Detail: '{}', EventBusName: 'bus' };
const mail = {
  Source: 'a@example.com',
  Destination: { ToAddresses: ['b@example.com'] },
  Message: { Subject: { Data: 'Paid' }, Body: { Text: { Data: 'Thank you' } } },
};
const mailV2 = { FromEmailAddress: 'a@example.com', Content: { Template: { TemplateName: 'paid' } } };
const metric = { MetricName: 'Orders', Value: 1 };
const schedule = {
  Name: 'remind',
  ScheduleExpression: 'at(2027-01-01T00:00:00)',
  FlexibleTimeWindow: { Mode: 'OFF' },
  Target: { Arn: 'arn:aws:sqs:eu-west-1:123456789012:reminders', RoleArn: 'arn:aws:iam::123456789012:role/r' },
};

const cases: readonly Case[] = [
  {
    name: 'DynamoDB',
    send: (via) => new AWS.DynamoDB.DocumentClient(via).put({ TableName: 'orders', Item: { id: 'a', total: 7 } }),
    answer: {},
    state: { dynamodb: { orders: [{ id: { S: 'a' }, total: { N: '7' } }] } },
    refusal: denied,
    throttling: 'ProvisionedThroughputExceededException',
    partly: {
      send: (via) =>
        new AWS.DynamoDB.DocumentClient(via).batchWrite({
          RequestItems: { orders: [{ PutRequest: { Item: { id: 'a' } } }, { PutRequest: { Item: { id: 'b' } } }] },
        }),
      answer: { UnprocessedItems: { orders: [{ PutRequest: { Item: { id: 'b' } } }] } },
    },
  },
  {
    name: 'SQS',
    send: (via) => new AWS.SQS(via).sendMessage({ QueueUrl: queueAt(via), MessageBody: 'one' }),
    answer: { MessageId: any, MD5OfMessageBody: any },
    state: { sqs: { failures: [{ MessageBody: 'one' }] } },
    refusal: 'AccessDenied',
    throttling: 'RequestThrottled',
    partly: {
      send: (via) =>
        new AWS.SQS(via).sendMessageBatch({
          QueueUrl: queueAt(via),
          Entries: [
            { Id: 'a', MessageBody: 'one' },
            { Id: 'b', MessageBody: 'two' },
          ],
        }),
      answer: { Successful: [{ Id: 'a' }], Failed: [{ Id: 'b' }] },
    },
  },
  {
    name: 'SNS',
    send: (via) =>
      new AWS.SNS(via).publish({
        TopicArn,
        Message: 'one',
        MessageAttributes: { kind: { DataType: 'String', StringValue: 'paid' } },
      }),
    answer: { MessageId: any },
    state: {
      sns: {
        changes: [{ Message: 'one', MessageAttributes: { kind: { DataType: 'String', StringValue: 'paid' } } }],
      },
    },
    refusal: 'AuthorizationError',
    throttling: 'Throttled',
    partly: {
      send: (via) =>
        new AWS.SNS(via).publishBatch({
          TopicArn,
          PublishBatchRequestEntries: [
            { Id: 'a', Message: 'one' },
            { Id: 'b', Message: 'two' },
          ],
        }),
      answer: { Successful: [{ Id: 'a' }], Failed: [{ Id: 'b' }] },
    },
  },
  {
    name: 'EventBridge',
    send: (via) => new AWS.EventBridge(via).putEvents({ Entries: [event] }),
    answer: { FailedEntryCount: 0, Entries: [{ EventId: any }] },
    state: { eventbridge: { bus: [{ Source: 'orders', DetailType: 'Paid', Detail: '{}' }] } },
    refusal: denied,
    throttling: 'ThrottlingException',
    partly: {
      send: (via) => new AWS.EventBridge(via).putEvents({ Entries: [event, event] }),
      answer: { FailedEntryCount: 1, Entries: [{ EventId: any }, { ErrorCode: 'ThrottlingException' }] },
    },
  },
  {
    name: 'Step Functions',
    send: (via) => new AWS.StepFunctions(via).startExecution({ stateMachineArn: machine, name: 'a', input: '{}' }),
    answer: { executionArn: any, startDate: expect.any(Date) },
    state: { sfn: { ship: { a: { input: '{}' } } } },
    refusal: denied,
    throttling: 'ThrottlingException',
  },
  {
    name: 'S3',
    send: (via) =>
      new AWS.S3({ ...via, s3ForcePathStyle: true }).putObject({ Bucket: 'archive', Key: 'a/b', Body: 'one' }),
    answer: { ETag: any },
    state: { s3: { archive: { 'a/b': { Body: 'one', ContentType: 'application/octet-stream' } } } },
    refusal: 'AccessDenied',
    throttling: 'SlowDown',
    partly: {
      send: (via) =>
        new AWS.S3({ ...via, s3ForcePathStyle: true }).deleteObjects({
          Bucket: 'archive',
          Delete: { Objects: [{ Key: 'a' }, { Key: 'b' }] },
        }),
      answer: { Deleted: [{ Key: 'a' }], Errors: [{ Key: 'b', Code: 'InternalError' }] },
    },
  },
  {
    name: 'Firehose',
    send: (via) => new AWS.Firehose(via).putRecord({ DeliveryStreamName: 'lake', Record: { Data: 'one' } }),
    answer: { RecordId: any },
    state: { firehose: { lake: ['one'] } },
    refusal: denied,
    throttling: 'ServiceUnavailableException',
    partly: {
      send: (via) =>
        new AWS.Firehose(via).putRecordBatch({
          DeliveryStreamName: 'lake',
          Records: [{ Data: 'one' }, { Data: 'two' }],
        }),
      answer: { FailedPutCount: 1 },
    },
  },
  {
    name: 'Kinesis',
    send: (via) => new AWS.Kinesis(via).putRecord({ StreamName: 'clicks', PartitionKey: 'p', Data: 'one' }),
    answer: { ShardId: any, SequenceNumber: any },
    state: { kinesis: { clicks: [{ PartitionKey: 'p', Data: 'one' }] } },
    refusal: denied,
    throttling: 'ProvisionedThroughputExceededException',
    partly: {
      send: (via) =>
        new AWS.Kinesis(via).putRecords({
          StreamName: 'clicks',
          Records: [
            { PartitionKey: 'p', Data: 'one' },
            { PartitionKey: 'q', Data: 'two' },
          ],
        }),
      answer: { FailedRecordCount: 1 },
    },
  },
  {
    name: 'Lambda',
    send: (via) => new AWS.Lambda(via).invoke({ FunctionName: 'price', Payload: '{"id":1}' }),
    answer: { StatusCode: 200, Payload: 'null' },
    state: { lambda: { price: [{ id: 1 }] } },
    refusal: denied,
    throttling: 'TooManyRequestsException',
    partly: {
      send: (via) => new AWS.Lambda(via).invoke({ FunctionName: 'price', Payload: '1' }),
      answer: { StatusCode: 200, FunctionError: 'Unhandled' },
    },
  },
  {
    name: 'SES',
    send: (via) => new AWS.SES(via).sendEmail(mail),
    answer: { MessageId: any },
    state: { ses: { mails: [mail] } },
    refusal: 'AccessDenied',
    throttling: 'Throttling',
  },
  {
    name: 'SES, version 2',
    send: (via) => new AWS.SESV2(via).sendEmail(mailV2),
    answer: { MessageId: any },
    state: { sesv2: { mails: [mailV2] } },
    refusal: denied,
    throttling: 'TooManyRequestsException',
  },
  {
    name: 'Scheduler',
    send: (via) => new AWS.Scheduler(via).createSchedule(schedule),
    answer: { ScheduleArn: any },
    state: { scheduler: { default: { remind: expect.any(Object) } } },
    refusal: denied,
    throttling: 'ThrottlingException',
  },
  {
    name: 'SSM',
    send: (via) => new AWS.SSM(via).getParameter({ Name: '/orders/rate' }),
    answer: { Parameter: { Name: '/orders/rate', Value: 'stand-in' } },
    refusal: denied,
    throttling: 'ThrottlingException',
  },
  {
    name: 'Secrets Manager',
    send: (via) => new AWS.SecretsManager(via).getSecretValue({ SecretId: 'db' }),
    answer: { Name: 'db', SecretString: '{}' },
    refusal: denied,
    throttling: 'ThrottlingException',
  },
  {
    name: 'KMS',
    send: (via) => new AWS.KMS(via).decrypt({ CiphertextBlob: Buffer.from('one') }),
    answer: { Plaintext: Buffer.from('one') },
    refusal: denied,
    throttling: 'ThrottlingException',
  },
  {
    name: 'CloudWatch',
    send: (via) => new AWS.CloudWatch(via).putMetricData({ Namespace: 'Shop', MetricData: [metric] }),
    answer: {},
    // The query protocol knows no numbers.
    state: { cloudwatch: { Shop: [{ MetricName: 'Orders', Value: '1' }] } },
    refusal: 'AccessDenied',
    throttling: 'Throttling',
  },
  {
    name: 'CloudWatch logs',
    send: (via) =>
      new AWS.CloudWatchLogs(via).putLogEvents({
        logGroupName: '/orders',
        logStreamName: 's',
        logEvents: [{ timestamp: 1, message: 'one' }],
      }),
    answer: { nextSequenceToken: any },
    state: { logs: { '/orders s': [{ timestamp: 1, message: 'one' }] } },
    refusal: denied,
    throttling: 'ThrottlingException',
  },
  {
    name: 'X-Ray',
    send: (via) => new AWS.XRay(via).putTraceSegments({ TraceSegmentDocuments: ['{"id":"a"}'] }),
    answer: { UnprocessedTraceSegments: [] },
    state: { xray: { segments: ['{"id":"a"}'] } },
    refusal: denied,
    throttling: 'ThrottledException',
  },
  {
    name: 'STS',
    send: (via) => new AWS.STS(via).getCallerIdentity({}),
    answer: { Account: '123456789012' },
    refusal: 'AccessDenied',
    throttling: 'Throttling',
  },
];

describe.each(cases)(
  '$name, asked by version 2 of the SDK',
  ({ send, answer, state = {}, refusal, throttling, partly }) => {
    const services = standIns();
    let served: ServedStandIns;
    let fault: EffectFault | undefined;
    const options = (): Options => ({
      endpoint: served.url,
      region: 'eu-west-1',
      accessKeyId: 'key',
      secretAccessKey: 'secret',
      maxRetries: 0,
    });

    beforeEach(async () => {
      served = await serveStandIns(services, () => fault);
      fault = undefined;
      await services.reset();
    });
    afterEach(() => served.close());

    test('is done, answered as its client wants it, and in the state', async () => {
      expect(await send(options()).promise()).toMatchObject(answer);
      expect(await services.state()).toEqual(state);
    });

    test.each([
      ['refuse', refusal],
      ['throttle', throttling],
    ] as const)('fails with the error of the service when told to %s', async (told, code) => {
      fault = told;

      await expect(send(options()).promise()).rejects.toMatchObject({ code });
      expect(await services.state()).toEqual({});
    });

    test('is done when its answer is lost', async () => {
      fault = 'answerLost';

      await expect(send(options()).promise()).rejects.toThrow('socket hang up');
      expect(await services.state()).toEqual(state);
    });

    test('is not done when it times out', async () => {
      fault = 'timeout';

      await expect(send(options()).promise()).rejects.toThrow('socket hang up');
      expect(await services.state()).toEqual({});
    });

    if (partly !== undefined) {
      test('fails in part, and says which', async () => {
        fault = 'partlyFail';

        expect(await partly.send(options()).promise()).toMatchObject(partly.answer);
      });
    }
  },
);
