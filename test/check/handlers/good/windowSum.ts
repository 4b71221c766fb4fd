import { DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import type { DynamoDBStreamEvent } from 'aws-lambda';

const dynamodb = new DynamoDBClient({});

interface WindowEvent extends DynamoDBStreamEvent {
  readonly state?: { readonly changes?: number };
  readonly window?: { readonly start: string };
  readonly isFinalInvokeForWindow?: boolean;
}

/** Sums up in the state of the window, and writes once at its end. */
export const handler = async (event: WindowEvent): Promise<{ state: { changes?: number } }> => {
  const changes = (event.state?.changes ?? 0) + event.Records.length;
  if (event.isFinalInvokeForWindow !== true) return { state: { changes } };
  const Item = { id: { S: `changes-${event.window?.start}` }, changes: { N: String(changes) } };
  await dynamodb.send(new PutItemCommand({ TableName: process.env['TOTALS_TABLE'], Item }));
  return { state: {} };
};
