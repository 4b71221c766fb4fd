import { expect } from '@jest/globals';
import { CloudWatchClient, PutMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import { CloudWatchLogsClient, PutLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { BatchGetItemCommand, BatchWriteItemCommand, DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { FirehoseClient, PutRecordBatchCommand, PutRecordCommand as PutFirehose } from '@aws-sdk/client-firehose';
import { KinesisClient, PutRecordCommand as PutKinesis, PutRecordsCommand } from '@aws-sdk/client-kinesis';
import { EncryptCommand, KMSClient } from '@aws-sdk/client-kms';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { DeleteObjectsCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { CreateScheduleCommand, SchedulerClient } from '@aws-sdk/client-scheduler';
import {
  BatchGetSecretValueCommand,
  PutSecretValueCommand,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import { SESClient, SendBulkTemplatedEmailCommand, SendEmailCommand } from '@aws-sdk/client-ses';
import { SESv2Client, SendBulkEmailCommand, SendEmailCommand as SendEmailV2 } from '@aws-sdk/client-sesv2';
import { SFNClient, StartExecutionCommand, StartSyncExecutionCommand } from '@aws-sdk/client-sfn';
import { PublishBatchCommand, PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { SQSClient, SendMessageBatchCommand, SendMessageCommand } from '@aws-sdk/client-sqs';
import { GetParametersCommand, PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import { PutTraceSegmentsCommand, XRayClient } from '@aws-sdk/client-xray';
import type { inProcess } from './inProcess.ts';

type Via = ReturnType<typeof inProcess>;

/** What a service is asked for with its client of the SDK, and what is to come of it. */
export interface ServiceCase {
  /** The effect. */
  readonly name: string;
  readonly send: (via: Via) => Promise<unknown>;
  /** What the answer says. */
  readonly answer: object;
  /** What the service holds afterwards; nothing when it only reads. */
  readonly state?: object;
  /** The names of the errors that the client throws. */
  readonly refusal: string;
  readonly throttling: string;
  /** A batch of two, of which the last fails, and what the answer and the state say then. */
  readonly partly?: { readonly send: (via: Via) => Promise<unknown>; readonly answer: object; readonly state?: object };
}

const QueueUrl = 'https://sqs.eu-west-1.amazonaws.com/123456789012/failures';
const TopicArn = 'arn:aws:sns:eu-west-1:123456789012:changes';
const stateMachineArn = 'arn:aws:states:eu-west-1:123456789012:stateMachine:ship';
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const event = (Detail: string) => ({ Source: 'orders', DetailType: 'Paid', Detail, EventBusName: 'bus' });
const metric = { MetricName: 'Orders', Value: 1 };
const bulkMail = { Source: 'a@example.com', Template: 'paid', DefaultTemplateData: '{}' };
const mailTo = (address: string) => ({ Destination: { ToAddresses: [address] } });

export const serviceCases: readonly ServiceCase[] = [
  {
    name: 'dynamodb.PutItem orders',
    send: (via) => new DynamoDBClient(via).send(new PutItemCommand({ TableName: 'orders', Item: { id: { S: 'a' } } })),
    answer: {},
    state: { dynamodb: { orders: [{ id: { S: 'a' } }] } },
    refusal: 'AccessDeniedException',
    throttling: 'ProvisionedThroughputExceededException',
    partly: {
      send: (via) =>
        new DynamoDBClient(via).send(
          new BatchWriteItemCommand({
            RequestItems: {
              orders: [{ PutRequest: { Item: { id: { S: 'a' } } } }, { PutRequest: { Item: { id: { S: 'b' } } } }],
            },
          }),
        ),
      answer: { UnprocessedItems: { orders: [{ PutRequest: { Item: { id: { S: 'b' } } } }] } },
      state: { dynamodb: { orders: [{ id: { S: 'a' } }] } },
    },
  },
  {
    name: 'dynamodb.BatchGetItem orders',
    send: (via) =>
      new DynamoDBClient(via).send(
        new BatchGetItemCommand({ RequestItems: { orders: { Keys: [{ id: { S: 'a' } }] } } }),
      ),
    answer: { Responses: { orders: [] } },
    refusal: 'AccessDeniedException',
    throttling: 'ProvisionedThroughputExceededException',
    partly: {
      send: (via) =>
        new DynamoDBClient(via).send(
          new BatchGetItemCommand({ RequestItems: { orders: { Keys: [{ id: { S: 'a' } }, { id: { S: 'b' } }] } } }),
        ),
      answer: { Responses: { orders: [] }, UnprocessedKeys: { orders: { Keys: [{ id: { S: 'b' } }] } } },
    },
  },
  {
    name: 'sqs.SendMessage failures',
    send: (via) => new SQSClient(via).send(new SendMessageCommand({ QueueUrl, MessageBody: 'one' })),
    answer: { MessageId: expect.any(String) },
    state: { sqs: { failures: [{ MessageBody: 'one' }] } },
    // SQS spoke queries before it spoke JSON, and still says the code of then.
    refusal: 'AccessDenied',
    throttling: 'RequestThrottled',
    partly: {
      send: (via) =>
        new SQSClient(via).send(
          new SendMessageBatchCommand({
            QueueUrl,
            Entries: [
              { Id: 'a', MessageBody: 'one' },
              { Id: 'b', MessageBody: 'two' },
            ],
          }),
        ),
      answer: { Successful: [expect.objectContaining({ Id: 'a' })], Failed: [expect.objectContaining({ Id: 'b' })] },
      state: { sqs: { failures: [{ MessageBody: 'one' }] } },
    },
  },
  {
    name: 'sns.Publish changes',
    send: (via) => new SNSClient(via).send(new PublishCommand({ TopicArn, Message: 'one' })),
    answer: { MessageId: expect.any(String) },
    state: { sns: { changes: [{ Message: 'one' }] } },
    refusal: 'AuthorizationErrorException',
    throttling: 'ThrottledException',
    partly: {
      send: (via) =>
        new SNSClient(via).send(
          new PublishBatchCommand({
            TopicArn,
            PublishBatchRequestEntries: [
              { Id: 'a', Message: 'one' },
              { Id: 'b', Message: 'two' },
            ],
          }),
        ),
      answer: { Successful: [expect.objectContaining({ Id: 'a' })], Failed: [expect.objectContaining({ Id: 'b' })] },
      state: { sns: { changes: [{ Message: 'one' }] } },
    },
  },
  {
    name: 'eventbridge.PutEvents bus',
    send: (via) => new EventBridgeClient(via).send(new PutEventsCommand({ Entries: [event('{"id":"a"}')] })),
    answer: { FailedEntryCount: 0, Entries: [{ EventId: expect.any(String) }] },
    state: { eventbridge: { bus: [{ Source: 'orders', DetailType: 'Paid', Detail: '{"id":"a"}' }] } },
    refusal: 'AccessDeniedException',
    throttling: 'ThrottlingException',
    partly: {
      send: (via) => new EventBridgeClient(via).send(new PutEventsCommand({ Entries: [event('{}'), event('[]')] })),
      answer: { FailedEntryCount: 1, Entries: [{ EventId: expect.any(String) }, { ErrorCode: 'ThrottlingException' }] },
      state: { eventbridge: { bus: [{ Source: 'orders', DetailType: 'Paid', Detail: '{}' }] } },
    },
  },
  {
    name: 'sfn.StartExecution ship',
    send: (via) =>
      new SFNClient(via).send(new StartExecutionCommand({ stateMachineArn, name: 'a', input: '{"id":1}' })),
    answer: { executionArn: 'arn:aws:states:eu-west-1:123456789012:execution:ship:a', startDate: expect.any(Date) },
    state: { sfn: { ship: { a: { input: '{"id":1}' } } } },
    refusal: 'AccessDeniedException',
    throttling: 'ThrottlingException',
    partly: {
      send: (via) => new SFNClient(via).send(new StartSyncExecutionCommand({ stateMachineArn, name: 'a' })),
      answer: { status: 'FAILED' },
      state: { sfn: { ship: { a: { input: '{}' } } } },
    },
  },
  {
    name: 's3.PutObject archive',
    send: (via) => new S3Client(via).send(new PutObjectCommand({ Bucket: 'archive', Key: 'a/b c.txt', Body: 'one' })),
    answer: { ETag: expect.any(String) },
    state: { s3: { archive: { 'a/b c.txt': { Body: 'one', ContentType: 'application/octet-stream' } } } },
    refusal: 'AccessDenied',
    throttling: 'SlowDown',
    partly: {
      send: (via) =>
        new S3Client(via).send(
          new DeleteObjectsCommand({ Bucket: 'archive', Delete: { Objects: [{ Key: 'a' }, { Key: 'b' }] } }),
        ),
      answer: { Deleted: [{ Key: 'a' }], Errors: [expect.objectContaining({ Key: 'b', Code: 'InternalError' })] },
    },
  },
  {
    name: 'firehose.PutRecord lake',
    send: (via) =>
      new FirehoseClient(via).send(new PutFirehose({ DeliveryStreamName: 'lake', Record: { Data: bytes('one') } })),
    answer: { RecordId: expect.any(String) },
    state: { firehose: { lake: ['one'] } },
    refusal: 'AccessDeniedException',
    throttling: 'ServiceUnavailableException',
    partly: {
      send: (via) =>
        new FirehoseClient(via).send(
          new PutRecordBatchCommand({
            DeliveryStreamName: 'lake',
            Records: [{ Data: bytes('one') }, { Data: bytes('two') }],
          }),
        ),
      answer: {
        FailedPutCount: 1,
        RequestResponses: [{ RecordId: expect.any(String) }, { ErrorCode: 'ServiceUnavailableException' }],
      },
      state: { firehose: { lake: ['one'] } },
    },
  },
  {
    name: 'kinesis.PutRecord clicks',
    send: (via) =>
      new KinesisClient(via).send(new PutKinesis({ StreamName: 'clicks', PartitionKey: 'p', Data: bytes('one') })),
    answer: { ShardId: 'shardId-000000000000', SequenceNumber: expect.any(String) },
    state: { kinesis: { clicks: [{ PartitionKey: 'p', Data: 'one' }] } },
    refusal: 'AccessDeniedException',
    throttling: 'ProvisionedThroughputExceededException',
    partly: {
      send: (via) =>
        new KinesisClient(via).send(
          new PutRecordsCommand({
            StreamName: 'clicks',
            Records: [
              { PartitionKey: 'p', Data: bytes('one') },
              { PartitionKey: 'q', Data: bytes('two') },
            ],
          }),
        ),
      answer: {
        FailedRecordCount: 1,
        Records: [{ ShardId: 'shardId-000000000000' }, { ErrorCode: 'ProvisionedThroughputExceededException' }],
      },
      state: { kinesis: { clicks: [{ PartitionKey: 'p', Data: 'one' }] } },
    },
  },
  {
    name: 'lambda.Invoke price',
    send: (via) => new LambdaClient(via).send(new InvokeCommand({ FunctionName: 'price', Payload: bytes('{"id":1}') })),
    answer: { StatusCode: 200, Payload: expect.objectContaining({ length: 4 }) },
    state: { lambda: { price: [{ id: 1 }] } },
    refusal: 'AccessDeniedException',
    throttling: 'TooManyRequestsException',
    partly: {
      send: (via) => new LambdaClient(via).send(new InvokeCommand({ FunctionName: 'price', Payload: bytes('1') })),
      answer: { StatusCode: 200, FunctionError: 'Unhandled' },
      state: { lambda: { price: [1] } },
    },
  },
  {
    name: 'ses.SendEmail',
    send: (via) =>
      new SESClient(via).send(
        new SendEmailCommand({
          Source: 'a@example.com',
          Destination: { ToAddresses: ['b@example.com'] },
          Message: { Subject: { Data: 'Paid' }, Body: { Text: { Data: 'Thank you' } } },
        }),
      ),
    answer: { MessageId: expect.any(String) },
    state: {
      ses: {
        mails: [
          {
            Source: 'a@example.com',
            Destination: { ToAddresses: ['b@example.com'] },
            Message: { Subject: { Data: 'Paid' }, Body: { Text: { Data: 'Thank you' } } },
          },
        ],
      },
    },
    refusal: 'AccessDenied',
    throttling: 'Throttling',
    partly: {
      send: (via) =>
        new SESClient(via).send(
          new SendBulkTemplatedEmailCommand({
            ...bulkMail,
            Destinations: [mailTo('b@example.com'), mailTo('c@example.com')],
          }),
        ),
      answer: { Status: [{ Status: 'Success' }, { Status: 'TransientFailure' }] },
      state: { ses: { mails: [{ ...bulkMail, ...mailTo('b@example.com') }] } },
    },
  },
  {
    name: 'sesv2.SendEmail',
    send: (via) =>
      new SESv2Client(via).send(
        new SendEmailV2({ FromEmailAddress: 'a@example.com', Content: { Template: { TemplateName: 'paid' } } }),
      ),
    answer: { MessageId: expect.any(String) },
    state: {
      sesv2: { mails: [{ FromEmailAddress: 'a@example.com', Content: { Template: { TemplateName: 'paid' } } }] },
    },
    refusal: 'AccessDeniedException',
    throttling: 'TooManyRequestsException',
    partly: {
      send: (via) =>
        new SESv2Client(via).send(
          new SendBulkEmailCommand({
            DefaultContent: { Template: { TemplateName: 'paid' } },
            BulkEmailEntries: [mailTo('b@example.com'), mailTo('c@example.com')],
          }),
        ),
      answer: { BulkEmailEntryResults: [{ Status: 'SUCCESS' }, { Status: 'TRANSIENT_FAILURE' }] },
      state: {
        sesv2: { mails: [{ DefaultContent: { Template: { TemplateName: 'paid' } }, ...mailTo('b@example.com') }] },
      },
    },
  },
  {
    name: 'scheduler.CreateSchedule default',
    send: (via) =>
      new SchedulerClient(via).send(
        new CreateScheduleCommand({
          Name: 'remind',
          ScheduleExpression: 'at(2027-01-01T00:00:00)',
          FlexibleTimeWindow: { Mode: 'OFF' },
          Target: { Arn: 'arn:aws:sqs:eu-west-1:123456789012:reminders', RoleArn: 'arn:aws:iam::123456789012:role/r' },
        }),
      ),
    answer: { ScheduleArn: 'arn:aws:scheduler:us-east-1:123456789012:schedule/default/remind' },
    state: {
      scheduler: { default: { remind: expect.objectContaining({ ScheduleExpression: 'at(2027-01-01T00:00:00)' }) } },
    },
    refusal: 'AccessDeniedException',
    throttling: 'ThrottlingException',
  },
  {
    name: 'ssm.PutParameter /orders/rate',
    send: (via) =>
      new SSMClient(via).send(new PutParameterCommand({ Name: '/orders/rate', Value: '7', Type: 'String' })),
    answer: { Version: 1 },
    state: { ssm: { parameters: { '/orders/rate': { Type: 'String', Value: '7', Version: 1 } } } },
    refusal: 'AccessDeniedException',
    throttling: 'ThrottlingException',
    partly: {
      send: (via) => new SSMClient(via).send(new GetParametersCommand({ Names: ['/a', '/b'] })),
      answer: { Parameters: [{ Name: '/a', Value: 'stand-in' }], InvalidParameters: ['/b'] },
    },
  },
  {
    name: 'secretsmanager.PutSecretValue db',
    send: (via) =>
      new SecretsManagerClient(via).send(new PutSecretValueCommand({ SecretId: 'db', SecretString: '{"user":"u"}' })),
    answer: { Name: 'db' },
    state: { secretsmanager: { secrets: { db: { SecretString: '{"user":"u"}' } } } },
    refusal: 'AccessDeniedException',
    throttling: 'ThrottlingException',
    partly: {
      send: (via) => new SecretsManagerClient(via).send(new BatchGetSecretValueCommand({ SecretIdList: ['a', 'b'] })),
      answer: {
        SecretValues: [{ Name: 'a', SecretString: '{}' }],
        Errors: [{ SecretId: 'b', ErrorCode: 'InternalServiceError' }],
      },
    },
  },
  {
    name: 'kms.Encrypt orders',
    send: (via) => new KMSClient(via).send(new EncryptCommand({ KeyId: 'alias/orders', Plaintext: bytes('one') })),
    answer: { CiphertextBlob: expect.any(Uint8Array), EncryptionAlgorithm: 'SYMMETRIC_DEFAULT' },
    refusal: 'AccessDeniedException',
    throttling: 'ThrottlingException',
  },
  {
    name: 'cloudwatch.PutMetricData Shop',
    send: (via) =>
      new CloudWatchClient(via).send(new PutMetricDataCommand({ Namespace: 'Shop', MetricData: [metric] })),
    answer: {},
    state: { cloudwatch: { Shop: [metric] } },
    refusal: 'AccessDenied',
    throttling: 'Throttling',
  },
  {
    name: 'logs.PutLogEvents /orders',
    send: (via) =>
      new CloudWatchLogsClient(via).send(
        new PutLogEventsCommand({
          logGroupName: '/orders',
          logStreamName: 's',
          logEvents: [{ timestamp: 1, message: 'one' }],
        }),
      ),
    answer: { nextSequenceToken: expect.any(String) },
    state: { logs: { '/orders s': [{ timestamp: 1, message: 'one' }] } },
    refusal: 'AccessDeniedException',
    throttling: 'ThrottlingException',
    partly: {
      send: (via) =>
        new CloudWatchLogsClient(via).send(
          new PutLogEventsCommand({
            logGroupName: '/orders',
            logStreamName: 's',
            logEvents: [
              { timestamp: 1, message: 'one' },
              { timestamp: 2, message: 'two' },
            ],
          }),
        ),
      answer: { rejectedLogEventsInfo: { tooNewLogEventStartIndex: 1 } },
      state: { logs: { '/orders s': [{ timestamp: 1, message: 'one' }] } },
    },
  },
  {
    name: 'xray.PutTraceSegments',
    send: (via) => new XRayClient(via).send(new PutTraceSegmentsCommand({ TraceSegmentDocuments: ['{"id":"a"}'] })),
    answer: { UnprocessedTraceSegments: [] },
    state: { xray: { segments: ['{"id":"a"}'] } },
    refusal: 'AccessDeniedException',
    throttling: 'ThrottledException',
    partly: {
      send: (via) =>
        new XRayClient(via).send(new PutTraceSegmentsCommand({ TraceSegmentDocuments: ['{"id":"a"}', '{"id":"b"}'] })),
      answer: { UnprocessedTraceSegments: [{ ErrorCode: 'ThrottledException' }] },
      state: { xray: { segments: ['{"id":"a"}'] } },
    },
  },
  {
    name: 'sts.AssumeRole reader',
    send: (via) =>
      new STSClient(via).send(
        new AssumeRoleCommand({ RoleArn: 'arn:aws:iam::123456789012:role/reader', RoleSessionName: 's' }),
      ),
    answer: { Credentials: { SessionToken: 'stand-in', Expiration: expect.any(Date) } },
    refusal: 'AccessDenied',
    throttling: 'Throttling',
  },
];
