import type { DynamoDBBatchResponse, DynamoDBStreamEvent } from 'aws-lambda';

/** The other side takes an `Idempotency-Key` once, as payment services do. */
async function tell(eventId: string, body: object): Promise<void> {
  const response = await fetch('https://hooks.example.com/orders', {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'Idempotency-Key': eventId },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`The hook answered ${response.status}.`);
}

export const handler = async (event: DynamoDBStreamEvent): Promise<DynamoDBBatchResponse> => {
  for (const { eventID = '', eventName, dynamodb } of event.Records) {
    try {
      await tell(eventID, { orderId: dynamodb?.Keys?.['orderId']?.S, change: eventName });
    } catch {
      return { batchItemFailures: [{ itemIdentifier: dynamodb?.SequenceNumber ?? '' }] };
    }
  }
  return { batchItemFailures: [] };
};
