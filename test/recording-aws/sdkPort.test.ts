import { expect, test } from '@jest/globals';
import { sdkPort, type Clients } from './sdkPort.ts';

test('the clients of the SDK are asked for what AWS has, page by page', async () => {
  const sent: string[] = [];
  const answers: Record<string, object[]> = {
    CreateEventSourceMappingCommand: [{ UUID: 'u' }],
    GetEventSourceMappingCommand: [{ State: 'Enabled' }],
    FilterLogEventsCommand: [{ events: [{ message: 'a' }], nextToken: 't' }, { events: [{ message: 'b' }] }],
    ReceiveMessageCommand: [{ Messages: [{ Body: 'one', ReceiptHandle: 'r' }] }, {}],
    GetMetricStatisticsCommand: [{ Datapoints: [{ Sum: 2 }, { Sum: 1 }] }],
  };
  const client = {
    send: async (command: { constructor: { name: string }; input: object }) => {
      sent.push(`${command.constructor.name} ${JSON.stringify(command.input)}`);
      return answers[command.constructor.name]?.shift() ?? {};
    },
  };
  const clients: Clients = { dynamodb: client, lambda: client, sqs: client, logs: client, metrics: client };
  const aws = sdkPort(clients, { TableName: 't', FunctionName: 'f', QueueUrl: 'q' });

  await aws.put({ id: { S: 'a' } });
  expect(await aws.createMapping({ BatchSize: 3 })).toBe('u');
  expect(await aws.stateOf('u')).toBe('Enabled');
  await aws.updateMapping('u', { Enabled: false });
  await aws.throttle(true);
  await aws.throttle(false);
  expect(await aws.messages(5)).toEqual(['a', 'b']);
  expect(await aws.documents()).toEqual(['one']);
  expect(await aws.dropped('u', 5)).toBe(3);
  await aws.deleteMapping('u');

  expect(sent).toContain('PutItemCommand {"TableName":"t","Item":{"id":{"S":"a"}}}');
  expect(sent).toContain('UpdateEventSourceMappingCommand {"UUID":"u","Enabled":false}');
  expect(sent).toContain('PutFunctionConcurrencyCommand {"FunctionName":"f","ReservedConcurrentExecutions":0}');
  expect(sent).toContain('DeleteFunctionConcurrencyCommand {"FunctionName":"f"}');
  expect(sent).toContain('DeleteMessageCommand {"QueueUrl":"q","ReceiptHandle":"r"}');
  expect(sent.find((each) => each.startsWith('GetMetric'))).toContain('"Name":"EventSourceMappingUUID","Value":"u"');
  expect(sent.at(-1)).toBe('DeleteEventSourceMappingCommand {"UUID":"u"}');
});
