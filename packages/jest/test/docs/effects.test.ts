import '@millrace/jest';
import { expect, test } from '@jest/globals';
import { effects, interceptEffects } from '@millrace/effects';
import { simulate } from '@millrace/simulator';

const records = ['o-1', 'o-2', 'o-3'].map((orderId, at) => ({
  eventID: `event-${at}`,
  eventName: 'INSERT' as const,
  eventVersion: '1.1',
  eventSource: 'aws:dynamodb',
  awsRegion: 'eu-west-1',
  dynamodb: {
    ApproximateCreationDateTime: 1767225600,
    Keys: { orderId: { S: orderId } },
    NewImage: { orderId: { S: orderId } },
    SequenceNumber: String(101 + at),
    SizeBytes: 10,
    StreamViewType: 'NEW_IMAGE' as const,
  },
}));
type Event = { readonly Records: readonly { readonly dynamodb: { readonly Keys: { orderId: { S: string } } } }[] };

const mapping = { StartingPosition: 'TRIM_HORIZON', MaximumRetryAttempts: 1 } as const;

test('nothing is mailed twice', async () => {
  const sendEmail = effects.wrap('email', async (to: string) => `mailed ${to}`);
  const handler = async ({ Records }: Event) => {
    for (const { dynamodb } of Records) await sendEmail(`${dynamodb.Keys.orderId.S}@example.com`);
  };

  const trace = await simulate({ handler, records, mapping });

  expect(trace).toHaveEffects(['email', 'email', 'email']);
  expect(trace).toHaveEffectForEveryRecord({ name: 'email' });
  expect(trace).toHaveNoRepeatedEffect();
});

test('a handler that is not touched', async () => {
  const handler = async ({ Records }: Event) => {
    for (const { dynamodb } of Records) {
      const body = JSON.stringify({ orderId: dynamodb.Keys.orderId.S });
      await fetch('https://api.example.com/charge', { method: 'POST', body });
    }
  };

  const interception = interceptEffects({
    answers: { 'POST api.example.com/charge': { status: 201, body: { id: 'ch_1' } } },
  });
  const trace = await simulate({ handler, records, mapping });
  interception.restore();

  expect(trace).toHaveEffects({ name: 'POST api.example.com/charge', times: 3 });
});

test('the process is gone behind the second mail', async () => {
  const sendEmail = effects.wrap('email', async (to: string) => `mailed ${to}`);
  const handler = async ({ Records }: Event) => {
    for (const { dynamodb } of Records) await sendEmail(`${dynamodb.Keys.orderId.S}@example.com`);
  };

  const trace = await simulate({
    handler,
    records,
    mapping,
    faults: ({ index }) => (index === 0 ? { crashAtEffect: 2, moment: 'after' } : undefined),
  });

  expect(trace).not.toHaveNoRepeatedEffect();
  expect(trace).toHaveEffects({ name: 'email', times: 5 }); // two before the crash, three in the second attempt
});
