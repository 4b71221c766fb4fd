/** A record of the stream for an item that was inserted, with its key alone. */
export function inserted(number: number, id = `order-${number}`) {
  return {
    eventID: `event-${number}`,
    eventName: 'INSERT' as const,
    eventVersion: '1.1',
    eventSource: 'aws:dynamodb',
    awsRegion: 'eu-west-1',
    dynamodb: {
      ApproximateCreationDateTime: 1767225600,
      Keys: { id: { S: id } },
      SequenceNumber: String(100 + number),
      SizeBytes: 10,
      StreamViewType: 'KEYS_ONLY' as const,
    },
  };
}
