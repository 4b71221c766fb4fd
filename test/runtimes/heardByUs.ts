import { simulate } from '@millrace/simulator';
import { handlerOf } from './handlerOf.ts';
import type { Heard, Outcome, Row, RuntimeName } from './row.ts';

/** The record of each call. */
export const record = {
  eventID: 'event-1',
  eventName: 'INSERT' as const,
  eventSource: 'aws:dynamodb',
  eventSourceARN: 'arn:aws:dynamodb:eu-west-1:123456789012:table/orders/stream/2026-01-01T00:00:00.000',
  dynamodb: {
    ApproximateCreationDateTime: 1767225600,
    Keys: { id: { S: 'a' } },
    SequenceNumber: '1',
    SizeBytes: 3,
    StreamViewType: 'KEYS_ONLY' as const,
  },
};

/** What a simulated call of the row's handler is heard to say, and what escapes it later. */
export async function heardByUs(row: Row, runtime: RuntimeName): Promise<Outcome> {
  const trace = await simulate({
    handler: handlerOf(row),
    records: [record],
    mapping: { StartingPosition: 'TRIM_HORIZON', MaximumRetryAttempts: 0 },
    runtime,
  });
  const [invocation] = trace.invocations;
  const requestId = invocation?.requestId ?? '';
  const named = (text: string): string => text.replace(requestId, 'request');
  const told = (error: { errorType: string; errorMessage: string }): Heard => ({
    kind: 'error',
    errorType: error.errorType,
    errorMessage: named(error.errorMessage),
  });
  const heard: Heard =
    invocation?.outcome === 'success'
      ? { kind: 'answer', json: JSON.stringify(invocation.response) }
      : told(invocation?.error ?? { errorType: String(invocation?.outcome), errorMessage: '' });
  const after = trace.events.flatMap((event) => (event.type === 'escaped' ? [told(event.error)] : []));
  return { heard, after };
}
