import { FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { PutItemCommand, type AttributeValue } from '@aws-sdk/client-dynamodb';
import {
  CreateEventSourceMappingCommand,
  type CreateEventSourceMappingCommandInput,
  DeleteEventSourceMappingCommand,
  GetEventSourceMappingCommand,
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
}

/** AWS through the clients of the SDK. */
export function sdkPort(
  { dynamodb, lambda, sqs, logs }: Clients,
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
    async setEnabled(UUID, Enabled) {
      await lambda.send(new UpdateEventSourceMappingCommand({ UUID, Enabled }));
    },
    async stateOf(UUID) {
      return String((await lambda.send(new GetEventSourceMappingCommand({ UUID }))).State);
    },
    async deleteMapping(UUID) {
      await lambda.send(new DeleteEventSourceMappingCommand({ UUID }));
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
  };
}
