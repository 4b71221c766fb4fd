import { DynamoDBClient, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { CloudWatchClient, PutMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import { KinesisClient, PutRecordCommand } from '@aws-sdk/client-kinesis';
import { KMSClient, DecryptCommand, EncryptCommand } from '@aws-sdk/client-kms';
import { SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { SQSClient, SendMessageCommand } from '@aws-sdk/client-sqs';
import { AwsJson1_0Protocol, AwsJson1_1Protocol, AwsSmithyRpcV2CborProtocol } from '@aws-sdk/core/protocols';
import { describe, expect, test } from '@jest/globals';
import { standIns } from '@millrace/effects/stand-ins';
import { inProcess } from './inProcess.ts';

const protocols = [
  ['JSON 1.0', AwsJson1_0Protocol],
  ['JSON 1.1', AwsJson1_1Protocol],
  ['CBOR', AwsSmithyRpcV2CborProtocol],
] as const;

describe.each(protocols)('in %s', (_, protocol) => {
  const bytes = new Uint8Array([0, 255, 1]);

  test('an item is got as it was put, with bytes and numbers', async () => {
    const services = standIns();
    const client = new DynamoDBClient({ ...inProcess(services), protocol });
    const item = {
      id: { S: 'a' },
      total: { N: '12.50' },
      raw: { B: bytes },
      tags: { SS: ['x', 'y'] },
      none: { NULL: true },
    };

    await client.send(new PutItemCommand({ TableName: 'orders', Item: item }));
    const { Item } = await client.send(new GetItemCommand({ TableName: 'orders', Key: { id: { S: 'a' } } }));

    expect(Item).toEqual({ ...item, total: { N: '12.5' } });
  });

  test('bytes come back as bytes, and times as dates', async () => {
    const via = { ...inProcess(standIns()), protocol };
    const kms = new KMSClient(via);
    const arn = 'arn:aws:states:eu-west-1:123456789012:stateMachine:ship';

    const { CiphertextBlob } = await kms.send(new EncryptCommand({ KeyId: 'k', Plaintext: bytes }));
    const { Plaintext } = await kms.send(new DecryptCommand({ CiphertextBlob }));
    const started = await new SFNClient(via).send(new StartExecutionCommand({ stateMachineArn: arn }));

    expect(Uint8Array.from(Plaintext ?? [])).toEqual(bytes);
    expect(started.startDate).toBeInstanceOf(Date);
  });

  test('the same is in the state, whatever the protocol', async () => {
    const services = standIns();
    const via = { ...inProcess(services), protocol };
    const url = 'https://sqs.eu-west-1.amazonaws.com/123456789012/failures';

    await new SQSClient(via).send(new SendMessageCommand({ QueueUrl: url, MessageBody: 'one' }));
    await new KinesisClient(via).send(new PutRecordCommand({ StreamName: 's', PartitionKey: 'p', Data: bytes }));
    await new CloudWatchClient(via).send(
      new PutMetricDataCommand({ Namespace: 'Shop', MetricData: [{ MetricName: 'Orders', Value: 1.5 }] }),
    );

    expect(await services.state()).toEqual({
      cloudwatch: { Shop: [{ MetricName: 'Orders', Value: 1.5 }] },
      kinesis: { s: [{ PartitionKey: 'p', Data: { base64: 'AP8B' } }] },
      sqs: { failures: [{ MessageBody: 'one' }] },
    });
  });

  test.each([
    ['refuse', 'AccessDeniedException'],
    ['throttle', 'ProvisionedThroughputExceededException'],
  ] as const)('the client knows the error when told to %s', async (fault, name) => {
    const client = new DynamoDBClient({ ...inProcess(standIns(), () => fault), protocol });

    await expect(
      client.send(new PutItemCommand({ TableName: 'orders', Item: { id: { S: 'a' } } })),
    ).rejects.toMatchObject({
      name,
    });
  });
});
