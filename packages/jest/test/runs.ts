import { type EventSourceMapping, type ScenarioOptions, simulate, type Trace } from '@millrace/simulator';

/** What handlers here read of an event. */
export interface StreamEvent {
  readonly Records: readonly { readonly dynamodb: { readonly SequenceNumber: string } }[];
}

export const destination = 'arn:aws:sqs:eu-west-1:123456789012:failures';

/** Replays records of items, numbered from 1, such as `'a b a'`; what a test sets is what it is about. */
export function run(items: string, options: Partial<ScenarioOptions> = {}): Promise<Trace> {
  const records = items.split(' ').flatMap((item, index) => (item === '' ? [] : [wireRecord(index + 1, item)]));
  const mapping: EventSourceMapping = { StartingPosition: 'TRIM_HORIZON', ...options.mapping };
  return simulate({ handler: () => undefined, records, ...options, mapping });
}

/** A handler that throws for batches with a record of that number. */
export function refusing(sequenceNumber: string) {
  return ({ Records }: StreamEvent): void => {
    if (Records.some(({ dynamodb }) => dynamodb.SequenceNumber === sequenceNumber))
      throw new Error('The ledger refuses it.');
  };
}

/** What a failing matcher says; throws when it does not fail. */
export function messageOf(assertion: () => unknown): string {
  try {
    assertion();
  } catch (error) {
    if (error instanceof Error) return error.message;
  }
  throw new Error('The matcher passed; its message cannot be read.');
}

function wireRecord(sequenceNumber: number, item: string) {
  return {
    eventID: `event-${sequenceNumber}`,
    eventName: 'INSERT' as const,
    eventVersion: '1.1',
    eventSource: 'aws:dynamodb',
    awsRegion: 'eu-west-1',
    dynamodb: {
      ApproximateCreationDateTime: Date.parse('2026-01-01T00:00:00Z') / 1000,
      Keys: { id: { S: item } },
      NewImage: { id: { S: item } },
      SequenceNumber: String(sequenceNumber),
      SizeBytes: 10,
      StreamViewType: 'NEW_IMAGE' as const,
    },
  };
}
