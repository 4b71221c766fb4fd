import { expect, test } from '@jest/globals';
import { simulate } from '@millrace/simulator';
import { record } from './heardByUs.ts';
import { contextOfClient } from './oracle/runtimeClient.ts';
import { type RuntimeName, runtimes } from './row.ts';

type Described = readonly (readonly [name: string, type: string, text: string])[];

async function contextOfOurs(runtime: RuntimeName): Promise<Described> {
  let described: Described = [];
  await simulate({
    handler: async (_event: unknown, context: object) => {
      described = Object.entries(context).map(([name, value]) => [name, typeof value, String(value)]);
    },
    records: [record],
    mapping: { StartingPosition: 'TRIM_HORIZON', FunctionName: 'orders' },
    runtime,
  });
  return described;
}

test.each(runtimes)(
  "%s: the context has the properties of the client's own, in its order and of its types",
  async (runtime) => {
    const typed = (described: Described) => described.map(([name, type]) => [name, type]);

    expect(typed(await contextOfOurs(runtime))).toEqual(typed(await contextOfClient(runtime)));
  },
);

test.each(runtimes)('%s: its texts have the form of AWS, and are the same in each run', async (runtime) => {
  const texts = Object.fromEntries((await contextOfOurs(runtime)).map(([name, , text]) => [name, text]));

  expect(texts).toMatchObject({
    functionName: 'orders',
    functionVersion: '$LATEST',
    memoryLimitInMB: '128',
    logGroupName: '/aws/lambda/orders',
    logStreamName: expect.stringMatching(/^2026\/01\/01\/\[\$LATEST\][0-9a-f]{32}$/),
    invokedFunctionArn: 'arn:aws:lambda:eu-west-1:123456789012:function:orders',
    ...(runtime === 'nodejs24.x' && {
      xRayTraceId: expect.stringMatching(/^Root=1-[0-9a-f]{8}-[0-9a-f]{24};Parent=[0-9a-f]{16};Sampled=0$/),
    }),
  });
  expect(await contextOfOurs(runtime)).toEqual(await contextOfOurs(runtime));
});
