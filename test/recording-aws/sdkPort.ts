import { GetMetricStatisticsCommand } from '@aws-sdk/client-cloudwatch';
import { FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { PutItemCommand, type AttributeValue } from '@aws-sdk/client-dynamodb';
import {
  CreateEventSourceMappingCommand,
  type CreateEventSourceMappingCommandInput,
  DeleteEventSourceMappingCommand,
  DeleteFunctionConcurrencyCommand,
  GetEventSourceMappingCommand,
  PutFunctionConcurrencyCommand,
  UpdateEventSourceMappingCommand,
} from '@aws-sdk/client-lambda';
import { DeleteMessageCommand, ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import type { Aws, Sender } from './awsPort.ts';

/** The clients of an account; those of a test answer by themselves. */
export interface Clients {
  readonly dynamodb: Sender;
  readonly lambda: Sender;
  readonly sqs: Sender;
  readonly logs: Sender;
  readonly metrics: Sender;
}

/** AWS through the clients of the SDK. */
export function sdkPort(
  { dynamodb, lambda, sqs, logs, metrics }: Clients,
  { TableName, FunctionName, QueueUrl }: Readonly<Record<'TableName' | 'FunctionName' | 'QueueUrl', string>>,
): Pick<Aws, Exclude<keyof Aws, 'now' | 'wait'>> {
  return {
    async put(item) {
      await dynamodb.send(new PutItemCommand({ TableName, Item: item as Record<string, AttributeValue> }));
    },
    async createMapping(mapping) {
      const input = mapping as unknown as CreateEventSourceMappingCommandInput;
      return String((await lambda.send(new CreateEventSourceMappingCommand(input))).UUID);
    },
    async updateMapping(UUID, changes) {
      await lambda.send(new UpdateEventSourceMappingCommand({ UUID, ...changes }));
    },
    async stateOf(UUID) {
      return String((await lambda.send(new GetEventSourceMappingCommand({ UUID }))).State);
    },
    async deleteMapping(UUID) {
      await lambda.send(new DeleteEventSourceMappingCommand({ UUID }));
    },
    async throttle(isThrottled) {
      await lambda.send(
        isThrottled
          ? new PutFunctionConcurrencyCommand({ FunctionName, ReservedConcurrentExecutions: 0 })
          : new DeleteFunctionConcurrencyCommand({ FunctionName }),
      );
    },
    async messages(startTime) {
      const messages: string[] = [];
      let nextToken: string | undefined;
      do {
        const logGroupName = `/aws/lambda/${FunctionName}`;
        const page = await logs.send(new FilterLogEventsCommand({ logGroupName, startTime, nextToken }));
        for (const { message = '' } of page.events ?? []) messages.push(message);
        nextToken = page.nextToken;
      } while (nextToken !== undefined);
      return messages;
    },
    async documents() {
      const bodies: string[] = [];
      for (;;) {
        const receive = new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, WaitTimeSeconds: 2 });
        const { Messages = [] } = await sqs.send(receive);
        if (Messages.length === 0) return bodies;
        for (const { Body = '', ReceiptHandle } of Messages) {
          bodies.push(Body);
          await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
        }
      }
    },
    async dropped(uuid, sinceMs) {
      const { Datapoints = [] } = await metrics.send(
        new GetMetricStatisticsCommand({
          Namespace: 'AWS/Lambda',
          MetricName: 'DroppedEventCount',
          Dimensions: [{ Name: 'EventSourceMappingUUID', Value: uuid }],
          StartTime: new Date(sinceMs),
          EndTime: new Date(),
          Period: 3600,
          Statistics: ['Sum'],
        }),
      );
      return (Datapoints as readonly { readonly Sum?: number }[]).reduce((sum, { Sum = 0 }) => sum + Sum, 0);
    },
  };
}
