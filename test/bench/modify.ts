import type { DynamoDBRecord } from 'aws-lambda';

const createdAtSeconds = 1_789_650_000;

/** A MODIFY of about 1.2 KB: two images of ten attributes. */
export function modify(index: number): DynamoDBRecord {
  const image = (version: number): NonNullable<DynamoDBRecord['dynamodb']>['NewImage'] => ({
    orderId: { S: `order-${index}` },
    customer: { S: 'Ada Lovelace, 12 St James’s Square, London' },
    status: { S: version === 0 ? 'OPEN' : 'PAID' },
    total: { N: '149.90' },
    quantity: { N: String(version + 3) },
    isGift: { BOOL: false },
    tags: { SS: ['new', 'vip'] },
    lines: { L: [{ M: { sku: { S: 'A-1' }, count: { N: '2' } } }, { M: { sku: { S: 'B-7' }, count: { N: '1' } } }] },
    shipTo: { M: { city: { S: 'Lyon' }, zip: { N: '69001' }, country: { S: 'FR' } } },
    note: { S: 'leave it with the neighbour, please' },
  });
  return {
    eventID: `event-${index}`,
    eventName: 'MODIFY',
    eventVersion: '1.1',
    eventSource: 'aws:dynamodb',
    awsRegion: 'eu-west-1',
    dynamodb: {
      ApproximateCreationDateTime: createdAtSeconds,
      Keys: { orderId: { S: `order-${index}` } },
      NewImage: image(1),
      OldImage: image(0),
      SequenceNumber: String(4_900_000_000_000_000_000_000n + BigInt(index)),
      SizeBytes: 620,
      StreamViewType: 'NEW_AND_OLD_IMAGES',
    },
    eventSourceARN: 'arn:aws:dynamodb:eu-west-1:123456789012:table/orders/stream/2026-09-17T12:00:00.000',
  };
}
