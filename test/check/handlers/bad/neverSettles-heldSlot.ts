import { DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import type { DynamoDBRecord, DynamoDBStreamEvent } from 'aws-lambda';

const dynamodb = new DynamoDBClient({});

/** Lets one at a time go on. */
class Slot {
  #waiting: (() => void)[] = [];
  #taken = false;

  async take(): Promise<void> {
    if (this.#taken) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    this.#taken = true;
  }

  release(): void {
    this.#taken = false;
    this.#waiting.shift()?.();
  }
}

export const handler = async ({ Records }: DynamoDBStreamEvent): Promise<void> => {
  const slot = new Slot();
  const write = async ({ eventID = '', eventName }: DynamoDBRecord) => {
    await slot.take();
    const Item = { id: { S: eventID }, change: { S: eventName ?? '' } };
    await dynamodb.send(new PutItemCommand({ TableName: process.env['AUDIT_TABLE'], Item }));
    slot.release(); // not when the write failed
  };
  const results = await Promise.allSettled(Records.map(write));
  const failed = results.find((result) => result.status === 'rejected');
  if (failed) throw failed.reason;
};
