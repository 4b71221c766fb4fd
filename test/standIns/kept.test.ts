import { Readable } from 'node:stream';
import { KMSClient, GenerateDataKeyCommand, DecryptCommand } from '@aws-sdk/client-kms';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import {
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { CreateScheduleCommand, DeleteScheduleCommand, SchedulerClient } from '@aws-sdk/client-scheduler';
import { GetSecretValueCommand, PutSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { DeleteMessageCommand, ReceiveMessageCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { GetParameterCommand, PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { ExecuteStatementCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { describe, expect, test } from '@jest/globals';
import { standIns } from '@millrace/effects/stand-ins';
import { inProcess } from './inProcess.ts';

describe('S3', () => {
  const at = { Bucket: 'archive', Key: 'orders/a b+ü.json' };

  test('gives back what was put, in whole and in part, with its type and metadata', async () => {
    const s3 = new S3Client(inProcess(standIns()));
    await s3.send(
      new PutObjectCommand({ ...at, Body: '0123456789', ContentType: 'text/plain', Metadata: { of: 'test' } }),
    );

    const whole = await s3.send(new GetObjectCommand(at));
    const part = await s3.send(new GetObjectCommand({ ...at, Range: 'bytes=2-4' }));
    const head = await s3.send(new HeadObjectCommand(at));

    expect(await whole.Body?.transformToString()).toBe('0123456789');
    expect(whole).toMatchObject({ ContentType: 'text/plain', Metadata: { of: 'test' } });
    expect(await part.Body?.transformToString()).toBe('234');
    expect(head).toMatchObject({ ContentLength: 10, ETag: whole.ETag });
  });

  test('takes a stream, which comes in chunks with a checksum behind them', async () => {
    const s3 = new S3Client(inProcess(standIns()));
    await s3.send(new PutObjectCommand({ ...at, Body: Readable.from(['one ', 'two']), ContentLength: 7 }));

    expect(await (await s3.send(new GetObjectCommand(at))).Body?.transformToString()).toBe('one two');
  });

  test('lists by prefix, page by page, copies and deletes', async () => {
    const s3 = new S3Client(inProcess(standIns()));
    for (const Key of ['a/1', 'a/2', 'b/1']) await s3.send(new PutObjectCommand({ Bucket: 'archive', Key, Body: Key }));
    await s3.send(new CopyObjectCommand({ Bucket: 'archive', Key: 'a/3', CopySource: 'archive/b/1' }));
    await s3.send(new DeleteObjectCommand({ Bucket: 'archive', Key: 'a/1' }));

    const first = await s3.send(new ListObjectsV2Command({ Bucket: 'archive', Prefix: 'a/', MaxKeys: 1 }));
    const second = await s3.send(
      new ListObjectsV2Command({ Bucket: 'archive', Prefix: 'a/', ContinuationToken: first.NextContinuationToken }),
    );

    expect([...(first.Contents ?? []), ...(second.Contents ?? [])].map(({ Key }) => Key)).toEqual(['a/2', 'a/3']);
  });

  test('puts the parts of an upload together', async () => {
    const s3 = new S3Client(inProcess(standIns()));
    const { UploadId } = await s3.send(new CreateMultipartUploadCommand(at));
    const Parts = [];
    for (const [index, Body] of ['one ', 'two'].entries()) {
      const PartNumber = index + 1;
      const { ETag } = await s3.send(new UploadPartCommand({ ...at, UploadId, PartNumber, Body }));
      Parts.push({ ETag, PartNumber });
    }
    await s3.send(new CompleteMultipartUploadCommand({ ...at, UploadId, MultipartUpload: { Parts } }));

    expect(await (await s3.send(new GetObjectCommand(at))).Body?.transformToString()).toBe('one two');
  });

  test('says that an object is not there, and keeps one that a condition protects', async () => {
    const s3 = new S3Client(inProcess(standIns()));

    await expect(s3.send(new GetObjectCommand(at))).rejects.toMatchObject({ name: 'NoSuchKey' });
    await expect(s3.send(new HeadObjectCommand(at))).rejects.toMatchObject({ name: 'NotFound' });
    await s3.send(new PutObjectCommand({ ...at, Body: 'one', IfNoneMatch: '*' }));
    await expect(s3.send(new PutObjectCommand({ ...at, Body: 'two', IfNoneMatch: '*' }))).rejects.toMatchObject({
      name: 'PreconditionFailed',
    });
  });
});

describe('SQS', () => {
  test('hands a message out once, until it is deleted', async () => {
    const services = standIns();
    const sqs = new SQSClient(inProcess(services));
    const QueueUrl = 'https://sqs.eu-west-1.amazonaws.com/123456789012/work';
    await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: 'one' }));

    const first = await sqs.send(new ReceiveMessageCommand({ QueueUrl }));
    const second = await sqs.send(new ReceiveMessageCommand({ QueueUrl }));
    await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: first.Messages?.[0]?.ReceiptHandle }));

    expect(first.Messages?.map(({ Body }) => Body)).toEqual(['one']);
    expect(second.Messages).toBeUndefined();
    expect(await services.state()).toEqual({});
  });

  test('takes a message of a FIFO queue once for each deduplication id', async () => {
    const services = standIns();
    const sqs = new SQSClient(inProcess(services));
    const QueueUrl = 'https://sqs.eu-west-1.amazonaws.com/123456789012/work.fifo';
    const message = { QueueUrl, MessageGroupId: 'g', MessageDeduplicationId: 'a' };

    const first = await sqs.send(new SendMessageCommand({ ...message, MessageBody: 'one' }));
    const second = await sqs.send(new SendMessageCommand({ ...message, MessageBody: 'two' }));

    expect(second.MessageId).toBe(first.MessageId);
    expect(await services.state()).toEqual({
      sqs: { 'work.fifo': [{ MessageBody: 'one', MessageGroupId: 'g', MessageDeduplicationId: 'a' }] },
    });
  });
});

test('Step Functions takes the name of an execution once, and the same input again', async () => {
  const sfn = new SFNClient(inProcess(standIns()));
  const stateMachineArn = 'arn:aws:states:eu-west-1:123456789012:stateMachine:ship';
  const start = (input: string) => sfn.send(new StartExecutionCommand({ stateMachineArn, name: 'a', input }));

  const first = await start('{"id":1}');

  expect((await start('{"id":1}')).executionArn).toBe(first.executionArn);
  await expect(start('{"id":2}')).rejects.toMatchObject({ name: 'ExecutionAlreadyExists' });
});

test('Scheduler refuses a schedule that is there, and the deletion of one that is not', async () => {
  const scheduler = new SchedulerClient(inProcess(standIns()));
  const create = () =>
    scheduler.send(
      new CreateScheduleCommand({
        Name: 'a',
        ScheduleExpression: 'rate(1 day)',
        FlexibleTimeWindow: { Mode: 'OFF' },
        Target: { Arn: 'arn:aws:sqs:eu-west-1:123456789012:q', RoleArn: 'arn:aws:iam::123456789012:role/r' },
      }),
    );
  const remove = () => scheduler.send(new DeleteScheduleCommand({ Name: 'a' }));

  await create();
  await expect(create()).rejects.toMatchObject({ name: 'ConflictException' });
  await remove();
  await expect(remove()).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
});

test('parameters, secrets and data keys come back as they were put', async () => {
  const via = inProcess(standIns());
  const ssm = new SSMClient(via);
  const secrets = new SecretsManagerClient(via);
  const kms = new KMSClient(via);

  await ssm.send(new PutParameterCommand({ Name: '/rate', Value: '7', Type: 'String' }));
  await secrets.send(new PutSecretValueCommand({ SecretId: 'db', SecretString: '{"user":"u"}' }));
  const key = await kms.send(new GenerateDataKeyCommand({ KeyId: 'alias/k', KeySpec: 'AES_256' }));

  expect((await ssm.send(new GetParameterCommand({ Name: '/rate' }))).Parameter?.Value).toBe('7');
  expect((await secrets.send(new GetSecretValueCommand({ SecretId: 'db' }))).SecretString).toBe('{"user":"u"}');
  const opened = await kms.send(new DecryptCommand({ CiphertextBlob: key.CiphertextBlob }));
  expect(Buffer.from(opened.Plaintext ?? []).equals(Buffer.from(key.Plaintext ?? []))).toBe(true);
  expect(key.Plaintext).toHaveLength(32);
});

test('a table of answers counts for more than what the stand-in would say', async () => {
  const services = standIns({
    answers: {
      'secretsmanager.GetSecretValue db': { SecretString: '{"user":"u"}' },
      'ssm.GetParameter *': ({ Name }: { readonly Name?: string }) => ({ Parameter: { Name, Value: `of ${Name}` } }),
      'lambda.Invoke price': { Payload: { cents: 700 } },
    },
  });
  const via = inProcess(services);

  const secret = await new SecretsManagerClient(via).send(new GetSecretValueCommand({ SecretId: 'db' }));
  const parameter = await new SSMClient(via).send(new GetParameterCommand({ Name: '/rate' }));
  const price = await new LambdaClient(via).send(
    new InvokeCommand({ FunctionName: 'price', Payload: Buffer.from('{}') }),
  );

  expect(secret.SecretString).toBe('{"user":"u"}');
  expect(parameter.Parameter?.Value).toBe('of /rate');
  expect(price.Payload?.transformToString()).toBe('{"cents":700}');
});

test('what DynamoDB is asked for and dynalite cannot do is refused, with what to do', async () => {
  const client = new DynamoDBClient(inProcess(standIns()));

  await expect(client.send(new ExecuteStatementCommand({ Statement: 'SELECT * FROM orders' }))).rejects.toThrow(
    'does not know ExecuteStatement',
  );
});
