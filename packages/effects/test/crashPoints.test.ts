import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { effects, type Interception, interceptEffects } from '@millrace/effects';
import { standIns, type StandIns } from '@millrace/effects/stand-ins';
import type { CrashPoint } from '@millrace/simulator';
import { DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { run, sleep, toldOf } from './fixtures.ts';

// A crash is not an error: nobody can catch it. What a handler would do behind it never happens, however it is written.

type Event = { readonly Records: readonly { readonly dynamodb: { readonly Keys: { orderId: { S: string } } } }[] };
type Charge = (id: string) => Promise<unknown>;

const charged: string[] = [];
let services: StandIns;
let interception: Interception;
const client = new DynamoDBClient({
  region: 'eu-west-1',
  credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
  maxAttempts: 3,
});
beforeEach(() => {
  charged.length = 0;
  services = standIns();
  interception = interceptEffects({ standIns: services });
});
const timers: NodeJS.Timeout[] = [];
/** The same as to sleep, but that it ends with the test: what is begun behind it would be another one's. */
const later = (ms: number): Promise<void> =>
  new Promise((resolve) => {
    timers.push(setTimeout(resolve, ms));
  });
afterEach(() => {
  interception.restore();
  for (const timer of timers.splice(0)) clearTimeout(timer);
});

const ways: readonly [string, Charge][] = [
  [
    'a function that is wrapped',
    effects.wrap('charge', async (id: string) => {
      await sleep(1);
      charged.push(id);
    }),
  ],
  [
    'fetch',
    async (id) => {
      const answer = await fetch('https://api.example.com/charge', { method: 'POST', body: id });
      charged.push(id);
      return answer;
    },
  ],
  [
    'a client of the SDK',
    async (id) => {
      await client.send(new PutItemCommand({ TableName: 'charges', Item: { id: { S: id } } }));
      charged.push(id);
    },
  ],
];

/** Handlers that charge for each record, and say so to themselves whatever happens. */
const styles: readonly [
  string,
  (ids: readonly string[], charge: Charge, said: (word: string) => void) => Promise<unknown>,
][] = [
  [
    'a catch of everything',
    async (ids, charge, said) => {
      for (const id of ids) {
        try {
          await charge(id);
        } catch {
          await charge(`${id} again`);
        }
        said(id);
      }
    },
  ],
  [
    'finally',
    async (ids, charge, said) => {
      for (const id of ids) {
        try {
          await charge(id);
        } finally {
          said(id);
          if (id === 'order-2') await charge('in the end');
        }
      }
    },
  ],
  [
    'promises that are caught',
    (ids, charge, said) =>
      ids.reduce(
        (before, id) =>
          before
            .then(() => charge(id))
            .catch(() => charge('caught'))
            .then(() => said(id)),
        Promise.resolve(),
      ),
  ],
  [
    'allSettled, one by one',
    async (ids, charge, said) => {
      for (const id of ids) {
        await Promise.allSettled([charge(id)]);
        said(id);
      }
    },
  ],
  [
    'a race against time',
    async (ids, charge, said) => {
      for (const id of ids) {
        await Promise.race([charge(id), later(200).then(() => charge('too late'))]);
        said(id);
      }
    },
  ],
  [
    'a generator with finally',
    async (ids, charge, said) => {
      async function* charges(): AsyncGenerator<string> {
        for (const id of ids) {
          try {
            await charge(id);
          } finally {
            said(id);
          }
          yield id;
        }
      }
      for await (const _ of charges());
    },
  ],
];

const moments: readonly CrashPoint['moment'][] = ['before', 'during', 'after'];

describe.each(ways)('%s', (_way, charge) => {
  describe.each(styles)('%s', (_style, style) => {
    test.each(moments)('goes %s the second effect', async (moment) => {
      const said: string[] = [];

      const trace = await run(
        ({ Records }: Event) =>
          style(
            Records.map(({ dynamodb }) => dynamodb.Keys.orderId.S),
            charge,
            (word) => void said.push(word),
          ),
        {
          mapping: { StartingPosition: 'TRIM_HORIZON', MaximumRetryAttempts: 0 },
          faults: () => ({ crashAtEffect: 2, moment }),
        },
      );
      // What might still come would come by now.
      await sleep(5);

      expect(said).toEqual(['order-1']);
      const told = toldOf(trace);
      expect(told.slice(0, 2)).toEqual([
        expect.stringMatching(/effect 1 .*\[101\]: done$/),
        expect.stringMatching(
          { before: /\[102\]: not done/, during: /\[102\]: done, the answer lost$/, after: /\[102\]: done$/ }[moment],
        ),
      ]);
      expect(told.slice(2)).toEqual([expect.stringMatching(/^invocation 0: functionError Runtime\.ExitError/)]);
      expect(trace.invocations).toHaveLength(1);
      // Of the client's and of fetch's own work it is known what was done; a wrapped function's ends when it ends.
      if (moment === 'before') expect(charged).toEqual(['order-1']);
      expect(JSON.stringify(await services.state())).not.toMatch(/order-3|again|in the end|caught|too late/);
    });
  });
});

test('what was done at the same time is told as it ended, and nothing begins behind the crash', async () => {
  const begun: string[] = [];
  const charge = effects.wrap('charge', async (id: string, ms: number) => {
    begun.push(id);
    await sleep(ms);
  });
  const trace = await run(
    ({ Records }: Event) =>
      Promise.allSettled(
        Records.map(async ({ dynamodb }, at) => {
          await charge(dynamodb.Keys.orderId.S, at === 1 ? 5 : 40);
          await charge(`${dynamodb.Keys.orderId.S} again`, 1);
        }),
      ),
    {
      mapping: { StartingPosition: 'TRIM_HORIZON', MaximumRetryAttempts: 0 },
      faults: () => ({ crashAtEffect: 2, moment: 'after', as: 'timeout' }),
    },
  );
  await sleep(60);

  expect(begun).toEqual(['order-1', 'order-2', 'order-3']);
  expect(toldOf(trace)[0]).toBe('invocation 0: effect 2 charge [102]: done');
  expect(trace.invocations.map(({ outcome }) => outcome)).toEqual(['timeout']);
});
