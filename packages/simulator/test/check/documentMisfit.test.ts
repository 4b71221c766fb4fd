import { expect, test } from '@jest/globals';
import { documentMisfit, simulate } from '@millrace/simulator';
import { wireRecord } from './wireRecord.ts';

const destinations = ['arn:aws:sqs:eu-west-1:123456789012:failures', 'arn:aws:s3:::failures'];

test.each(destinations)('every document that is sent to %s fits, whole', async (Destination) => {
  const settings = [
    {},
    { TumblingWindowInSeconds: 60 },
    { MaximumRecordAgeInSeconds: 60, MaximumRetryAttempts: -1 },
    { FunctionResponseTypes: ['ReportBatchItemFailures'] },
  ];
  const bodies: string[] = [];
  for (const setting of settings) {
    const trace = await simulate({
      handler: ({ Records }: { readonly Records: readonly unknown[] }) => {
        if ('FunctionResponseTypes' in setting) return { batchItemFailures: [{ itemIdentifier: '1' }] };
        if (Records.length === 0 || !('TumblingWindowInSeconds' in setting)) throw new Error('No.');
        return { state: {} };
      },
      records: [wireRecord(1, 'a'), wireRecord(2, 'b')],
      mapping: {
        StartingPosition: 'TRIM_HORIZON',
        MaximumRetryAttempts: 0,
        DestinationConfig: { OnFailure: { Destination } },
        ...setting,
      },
    });
    bodies.push(...trace.destination.map(({ body }) => body));
  }

  expect(bodies).toHaveLength(4);
  expect(bodies.map((body) => documentMisfit(JSON.parse(body)))).toEqual(bodies.map(() => undefined));
});

test.each<[unknown, string | undefined]>([
  [{}, undefined],
  [{ responseContext: undefined }, undefined],
  [{ version: undefined }, 'undefined for `version`, expected a string'],
  [{ requestContxt: {} }, '`requestContxt`, which no document has (S39). Did you mean `requestContext`?'],
  [
    { requestContext: { state: 1 } },
    '`requestContext.state`, which no document has (S39). `requestContext` has requestId,',
  ],
  [{ timeWindowInfo: { window: 1 } }, '1 for `timeWindowInfo.window`, expected an object with some of start, end'],
  ['1', '"1" for a document, expected an object with some of'],
])('%j: %s', (part, misfit) => {
  const found = documentMisfit(part);

  expect(misfit === undefined ? found : found?.slice(0, misfit.length)).toBe(misfit);
});

test('values that are open are left alone', () => {
  expect(documentMisfit({ version: 1 }, (value) => value === 1)).toBeUndefined();
});
