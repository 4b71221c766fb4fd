import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import type { DynamoDBStreamEvent } from 'aws-lambda';

const eventBridge = new EventBridgeClient({});

export async function handler({ Records }: DynamoDBStreamEvent): Promise<void> {
  const Entries = Records.map(({ eventID, eventName, dynamodb }) => ({
    Source: 'shop.orders',
    DetailType: `order.${eventName?.toLowerCase()}`,
    Detail: JSON.stringify({ eventID, keys: dynamodb?.Keys }),
    EventBusName: process.env['BUS'],
  }));
  const { FailedEntryCount } = await eventBridge.send(new PutEventsCommand({ Entries }));
  console.info(`sent ${Entries.length} events, ${FailedEntryCount} failed`);
}
