import type { DynamoDBRecord } from 'aws-lambda';

/** A record of an item, created so many seconds after the start of 2026. */
export function wireRecord(sequenceNumber: number, item: string, createdSeconds = 0): DynamoDBRecord {
  return {
    eventID: `event-${sequenceNumber}`,
    eventName: 'INSERT',
    eventVersion: '1.1',
    eventSource: 'aws:dynamodb',
    awsRegion: 'eu-west-1',
    dynamodb: {
      ApproximateCreationDateTime: Date.parse('2026-01-01T00:00:00Z') / 1000 + createdSeconds,
      Keys: { id: { S: item } },
      NewImage: { id: { S: item } },
      SequenceNumber: String(sequenceNumber),
      SizeBytes: 10,
      StreamViewType: 'NEW_IMAGE',
    },
  };
}
