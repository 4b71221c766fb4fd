import { BatchProcessor, EventType, processPartialResponse } from '@aws-lambda-powertools/batch';
import { DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { effects, type Interception, interceptEffects } from '@millrace/effects';
import { batchHandler } from '@millrace/handler';
import { defineStream } from '@millrace/records';
import type { LambdaHandler } from '@millrace/simulator';
import http from 'node:http';
import * as z from 'zod';
import { loadMiddy } from '../../packages/handler/test/middy.ts';
import { run, sleep, toldOf } from '../../packages/effects/test/fixtures.ts';

// The same work in the styles in which people write it: one mail for each of three orders. What they do is told exactly.

interface WireRecord {
  readonly dynamodb: {
    readonly NewImage: { readonly orderId: { readonly S: string } };
    readonly SequenceNumber: string;
  };
}
type Event = { readonly Records: readonly WireRecord[] };
const idOf = ({ dynamodb }: WireRecord): string => dynamodb.NewImage.orderId.S;

const mailed: string[] = [];
const mail = effects.wrap('mail', async (to: string) => {
  await sleep(1);
  mailed.push(to);
});
const mailByCallback = effects.wrap('mail', (to: string, done: (error?: Error) => void) => {
  mailed.push(to);
  setTimeout(done, 1);
});

const audit = effects.wrap('audit', async (_when: string, _count?: number) => sleep(1));

let interception: Interception;
beforeAll(() => {
  process.env['AWS_LAMBDA_FUNCTION_NAME'] = 'mails'; // Powertools looks for it.
  interception = interceptEffects({ answers: { '*': {} } });
});
afterAll(() => interception.restore());
beforeEach(() => {
  mailed.length = 0;
});

const each = (name: string): readonly string[] => [
  `invocation 0: effect 1 ${name} [101]: done`,
  `invocation 0: effect 2 ${name} [102]: done`,
  `invocation 0: effect 3 ${name} [103]: done`,
  'invocation 0: success',
];

const Order = z.object({ orderId: z.string(), total: z.number() });
const orders = defineStream({ item: Order, keys: ['orderId'], view: 'NEW_AND_OLD_IMAGES' });
const client = new DynamoDBClient({
  region: 'eu-west-1',
  credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
});

const middy = loadMiddy();

class Mailer {
  readonly #waiting: string[] = [];
  add(to: string): void {
    this.#waiting.push(to);
  }
  async flush(): Promise<void> {
    for (const to of this.#waiting.splice(0)) await mail(to);
  }
}

const styles: readonly [string, LambdaHandler, readonly string[]][] = [
  [
    'a loop that awaits',
    async ({ Records }: Event) => {
      for (const record of Records) await mail(idOf(record));
    },
    each('mail'),
  ],
  ['Promise.all', ({ Records }: Event) => Promise.all(Records.map((record) => mail(idOf(record)))), each('mail')],
  [
    'a chain of promises',
    ({ Records }: Event) =>
      Records.reduce((before, record) => before.then(() => mail(idOf(record))), Promise.resolve()),
    each('mail'),
  ],
  [
    'callbacks',
    ({ Records }: Event, _context: unknown, callback: (error: unknown) => void) => {
      const next = (at: number): void => {
        const record = Records[at];
        if (record === undefined) callback(null);
        else mailByCallback(idOf(record), () => next(at + 1));
      };
      next(0);
    },
    each('mail'),
  ],
  [
    'forEach, which nobody awaits',
    async ({ Records }: Event) => {
      // oxlint-disable-next-line typescript/no-misused-promises -- that is the mistake
      Records.forEach(async (record) => {
        await mail(idOf(record));
      });
    },
    [
      'invocation 0: success',
      'invocation 0: effect 1 mail [101]: done after the answer',
      'invocation 0: effect 2 mail [102]: done after the answer',
      'invocation 0: effect 3 mail [103]: done after the answer',
    ],
  ],
  [
    'a return in the loop',
    async ({ Records }: Event) => {
      for (const record of Records) return mail(idOf(record));
      return undefined;
    },
    ['invocation 0: effect 1 mail [101]: done', 'invocation 0: success'],
  ],
  [
    'a class that collects first',
    async ({ Records }: Event) => {
      const mailer = new Mailer();
      for (const record of Records) mailer.add(idOf(record));
      await mailer.flush();
    },
    each('mail'),
  ],
  [
    'batchHandler',
    batchHandler(orders, async (record) => {
      if (record.eventName === 'INSERT') await mail(record.newImage.orderId);
    }),
    each('mail'),
  ],
  [
    "Powertools' batch processor",
    (event: Event, context: unknown) =>
      processPartialResponse(
        event as never,
        (record: WireRecord) => mail(idOf(record)),
        new BatchProcessor(EventType.DynamoDBStreams),
        { context: context as never },
      ),
    each('mail'),
  ],
  [
    'Middy, with a middleware that does something before and after',
    middy(async ({ Records }: Event) => {
      for (const record of Records) await mail(idOf(record));
    }).use({
      before: async ({ event }) => {
        await audit('before', event.Records.length);
      },
      after: async () => {
        await audit('after');
      },
    }),
    [
      'invocation 0: effect 1 audit: done',
      'invocation 0: effect 2 mail [101]: done',
      'invocation 0: effect 3 mail [102]: done',
      'invocation 0: effect 4 mail [103]: done',
      'invocation 0: effect 5 audit: done',
      'invocation 0: success',
    ],
  ],
  [
    'a function that goes over the records, and what is done behind it for none of them',
    async ({ Records }: Event) => {
      const mailed = async (records: Event['Records']): Promise<void> => {
        for (const record of records) {
          await mail(idOf(record));
          await audit('of one');
        }
      };
      await mailed(Records);
      await audit('of all');
    },
    [
      'invocation 0: effect 1 mail [101]: done',
      'invocation 0: effect 2 audit [101]: done',
      'invocation 0: effect 3 mail [102]: done',
      'invocation 0: effect 4 audit [102]: done',
      'invocation 0: effect 5 mail [103]: done',
      'invocation 0: effect 6 audit [103]: done',
      'invocation 0: effect 7 audit: done',
      'invocation 0: success',
    ],
  ],
  [
    'a generator that is read in a loop, whose errors are caught',
    async ({ Records }: Event) => {
      async function* ids(): AsyncGenerator<string> {
        for (const record of Records) {
          await sleep(1);
          yield idOf(record);
        }
      }
      for await (const id of ids()) await mail(id).catch(() => undefined);
    },
    each('mail'),
  ],
  [
    'a client of the SDK that is not touched',
    async ({ Records }: Event) => {
      for (const record of Records) {
        await client.send(new PutItemCommand({ TableName: 'mails', Item: { id: { S: idOf(record) } } }));
      }
    },
    each('dynamodb.PutItem mails'),
  ],
  [
    'requests with http, by streams',
    async ({ Records }: Event) => {
      for (const record of Records) {
        await new Promise<void>((resolve, reject) => {
          const request = http.request('http://mail.example.com/send', { method: 'POST' }, (response) => {
            response.resume().on('end', resolve);
          });
          request.on('error', reject);
          request.write('{"to":');
          request.end(`"${idOf(record)}"}`);
        });
      }
    },
    each('POST mail.example.com/send'),
  ],
];

test.each(styles)('%s', async (_style, handler, told) => {
  const trace = await run(handler);

  expect(toldOf(trace)).toEqual(told);
});

test('a client that is wrapped is told of once a command, with the same name', async () => {
  const wrapped = effects.client(
    new DynamoDBClient({ region: 'eu-west-1', credentials: { accessKeyId: 'a', secretAccessKey: 'b' } }),
  );
  const trace = await run(async ({ Records }: Event) => {
    for (const record of Records) {
      await wrapped.send(new PutItemCommand({ TableName: 'mails', Item: { id: { S: idOf(record) } } }));
    }
  });

  expect(toldOf(trace)).toEqual(each('dynamodb.PutItem mails'));
  expect(() => effects.client({} as never)).toThrow('effects.client(new DynamoDBClient({}))');
});
