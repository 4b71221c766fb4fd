import type { DynamoDBRecord } from 'aws-lambda';

let nextEvent = 1;

/** A MODIFY of one item as Lambda delivers it, with an event id of its own. */
export function wireRecord(given: { eventID?: string; item?: string; sequenceNumber?: string } = {}): DynamoDBRecord {
  const event = nextEvent++;
  return {
    eventID: given.eventID ?? `event-${process.pid}-${event}`,
    eventName: 'MODIFY',
    eventVersion: '1.1',
    eventSource: 'aws:dynamodb',
    awsRegion: 'eu-west-1',
    eventSourceARN: 'arn:aws:dynamodb:eu-west-1:123456789012:table/Orders/stream/2026-01-01T00:00:00.000',
    dynamodb: {
      ApproximateCreationDateTime: 1_767_225_600,
      Keys: { orderId: { S: given.item ?? 'o-1' } },
      NewImage: { orderId: { S: given.item ?? 'o-1' }, total: { N: String(event) } },
      OldImage: { orderId: { S: given.item ?? 'o-1' }, total: { N: '0' } },
      SequenceNumber: given.sequenceNumber ?? String(1_000_000 + event),
      SizeBytes: 60,
      StreamViewType: 'NEW_AND_OLD_IMAGES',
    },
  };
}

/** The second argument of `onRecord`, with so much time left until the deadline of the invocation. */
export function invocation(remainingMs = 30_000): { context: { getRemainingTimeInMillis(): number } } {
  const deadlineMs = Date.now() + remainingMs;
  return { context: { getRemainingTimeInMillis: () => deadlineMs - Date.now() } };
}
