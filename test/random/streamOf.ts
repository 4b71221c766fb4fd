import type { DynamoDBRecord } from 'aws-lambda';

/** The time at which the records of random tests are created, in epoch seconds. */
export const createdAtSeconds = 1_789_650_000;

/** A wire record whose sequence number is 1000 plus its index. */
export function recordOf(index: number, itemKey = `item-${index}`, atSeconds = createdAtSeconds): DynamoDBRecord {
  return {
    eventID: `event-${index}`,
    eventName: 'MODIFY',
    eventVersion: '1.1',
    eventSource: 'aws:dynamodb',
    awsRegion: 'us-east-1',
    dynamodb: {
      ApproximateCreationDateTime: atSeconds,
      Keys: { id: { S: itemKey } },
      SequenceNumber: String(1000 + index),
      SizeBytes: 20,
      StreamViewType: 'KEYS_ONLY',
    },
    eventSourceARN: 'arn:aws:dynamodb:us-east-1:123456789012:table/random/stream/2026-09-17T12:00:00.000',
  };
}

/** The indexes that sequence numbers stand for. */
export function indexesOf(sequenceNumbers: readonly string[]): readonly number[] {
  return sequenceNumbers.map((sequenceNumber) => Number(sequenceNumber) - 1000);
}
