import { afterEach, describe, expect, test } from '@jest/globals';
import { type Interception, type InterceptOptions, interceptEffects } from '@millrace/effects';
import type { OutgoingRequest, StandIns } from '@millrace/effects/stand-ins';
import type { Attempt, EffectEvent, Fault, Trace } from '@millrace/simulator';
import http from 'node:http';
import https from 'node:https';
import { request as undiciRequest } from 'undici';
import { run, toldOf } from './fixtures.ts';

type Event = { readonly Records: readonly { readonly dynamodb: { readonly Keys: { orderId: { S: string } } } }[] };

let interception: Interception | undefined;
const intercept = (options?: InterceptOptions): void => {
  interception = interceptEffects(options);
};
afterEach(() => interception?.restore());

/** A stand-in that keeps what it is asked. */
function keeping(): StandIns & { readonly asked: string[] } {
  const asked: string[] = [];
  return {
    asked,
    describe: ({ url, method, body }: OutgoingRequest) =>
      url.hostname.endsWith('.amazonaws.com')
        ? {
            name: `sqs.SendMessage ${url.pathname.slice(1)}`,
            kind: 'write',
            key: '',
            call: { method, body: String(body) },
          }
        : undefined,
    answer: async ({ body }, fault) => {
      if (fault === 'refuse' || fault === 'throttle')
        return { status: 400, headers: {}, body: '{"__type":"x#Denied"}' };
      asked.push(Buffer.from(body).toString());
      return { status: 200, headers: {}, body: fault === 'partlyFail' ? '{"Failed":[{"Id":"1"}]}' : '{}' };
    },
    state: async () => asked,
    reset: async () => void (asked.length = 0),
    close: async () => undefined,
  };
}

const queue = 'https://sqs.eu-west-1.amazonaws.com/orders';
const oneEach = async ({ Records }: Event): Promise<void> => {
  for (const { dynamodb } of Records) {
    const answer = await fetch(queue, { method: 'POST', body: JSON.stringify({ orderId: dynamodb.Keys.orderId.S }) });
    if (!answer.ok) throw new Error(`The queue said ${answer.status}.`);
  }
};
const first = (fault: Fault) => (attempt: Attempt) => (attempt.index === 0 ? fault : undefined);
const effectsOf = (trace: Trace): readonly EffectEvent[] =>
  trace.events.filter((event): event is EffectEvent => event.type === 'effect');

describe('a handler that is not touched', () => {
  const viaHttps = (url: string, body: string): Promise<unknown> =>
    new Promise((resolve, reject) => {
      https
        .request(url, { method: 'POST' }, (response) => response.resume().on('end', resolve))
        .on('error', reject)
        .end(body);
    });

  test.each<[string, (body: string) => Promise<unknown>]>([
    ['fetch', (body) => fetch(queue, { method: 'POST', body })],
    ['https', (body) => viaHttps(queue, body)],
    ['undici', async (body) => (await undiciRequest(queue, { method: 'POST', body })).body.text()],
  ])('is told of with %s, one by one and all at once', async (_client, send) => {
    const standIns = keeping();
    intercept({ standIns });

    const inTurn = await run(async ({ Records }: Event) => {
      for (const { dynamodb } of Records) await send(JSON.stringify(dynamodb.Keys));
    });
    const atOnce = await run(({ Records }: Event) =>
      Promise.all(Records.map(({ dynamodb }) => send(JSON.stringify(dynamodb.Keys)))),
    );

    for (const trace of [inTurn, atOnce]) {
      expect(toldOf(trace)).toEqual([
        'invocation 0: effect 1 sqs.SendMessage orders [101]: done',
        'invocation 0: effect 2 sqs.SendMessage orders [102]: done',
        'invocation 0: effect 3 sqs.SendMessage orders [103]: done',
        'invocation 0: success',
      ]);
    }
    expect(standIns.asked).toHaveLength(6);
  });

  test('gets 200 and {} of other hosts beside stand-ins, and what a table of answers says', async () => {
    const got: unknown[] = [];
    intercept({
      standIns: keeping(),
      answers: { 'POST api.example.com/charge': { status: 201, body: { id: 'ch_1' } } },
    });

    const trace = await run(async () => {
      got.push(await (await fetch('https://hooks.example.com/x')).json());
      got.push(await (await fetch('https://api.example.com/charge', { method: 'POST', body: '{"cents":1}' })).json());
    });

    expect(got).toEqual([{}, { id: 'ch_1' }]);
    expect(effectsOf(trace).map(({ name, kind }) => [name, kind])).toEqual([
      ['GET hooks.example.com/x', 'read'],
      ['POST api.example.com/charge', 'write'],
    ]);
  });

  test('is told of what was refused', async () => {
    intercept();

    const trace = await run(async () => {
      await fetch('https://api.example.com/charge', { method: 'POST' }).catch(() => undefined);
    });

    expect(toldOf(trace)[0]).toMatch(
      /^invocation 0: effect 1 POST api.example.com\/charge: refused EffectError: A connection to api.example.com is refused/,
    );
  });
});

describe('a fault of an intercepted request', () => {
  test.each<[Fault, number, string]>([
    [{ effect: 2, fault: 'refuse' }, 1, 'effect 2 sqs.SendMessage orders [102]: refused Denied: '],
    [{ effect: 2, fault: 'throttle' }, 1, 'effect 2 sqs.SendMessage orders [102]: throttled Denied: '],
    [{ effect: 2, fault: 'timeout' }, 1, 'effect 2 sqs.SendMessage orders [102]: timed out Error: '],
    [{ effect: 2, fault: 'answerLost' }, 2, 'effect 2 sqs.SendMessage orders [102]: done, the answer lost Error: '],
    [{ effect: 2, fault: 'partlyFail' }, 3, 'effect 2 sqs.SendMessage orders [102]: done in part'],
    [
      { crashAtEffect: 2, moment: 'before' },
      1,
      'effect 2 sqs.SendMessage orders [102]: not done, the process was gone',
    ],
    [{ crashAtEffect: 2, moment: 'during' }, 2, 'effect 2 sqs.SendMessage orders [102]: done, the answer lost'],
    [{ crashAtEffect: 2, moment: 'after' }, 2, 'effect 2 sqs.SendMessage orders [102]: done'],
  ])('%j', async (fault, done, told) => {
    const standIns = keeping();
    intercept({ standIns });

    const trace = await run(oneEach, {
      faults: first(fault),
      mapping: { StartingPosition: 'TRIM_HORIZON', MaximumRetryAttempts: 0 },
    });

    expect(standIns.asked).toHaveLength(done);
    expect(toldOf(trace)[1]).toContain(told);
    expect(trace.invocations[0]?.outcome).toBe(done === 3 ? 'success' : 'functionError');
  });
});

describe('with and without interception', () => {
  /** A server that keeps counts, and a handler of it. */
  async function served(): Promise<{ readonly url: string; readonly counts: Map<string, number>; close(): void }> {
    const counts = new Map<string, number>();
    const server = http.createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const key = `${request.method} ${request.url} ${Buffer.concat(chunks).toString()}`;
        counts.set(key, (counts.get(key) ?? 0) + 1);
        response.setHeader('x-count', String(counts.get(key)));
        response.writeHead(request.url === '/bad' ? 409 : 200, { 'set-cookie': 'a=1' });
        response.end(`${key} × ${counts.get(key)}`);
      });
    });
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', resolve);
    });
    const address = server.address();
    const port = typeof address === 'object' ? address?.port : 0;
    return {
      url: `http://127.0.0.1:${port}`,
      counts,
      close: () => {
        server.closeAllConnections();
        server.close();
      },
    };
  }

  test('a server at loopback hears and answers the same, and its effects are told', async () => {
    const seen: unknown[] = [];
    const states: unknown[] = [];
    for (const isOn of [false, true]) {
      const server = await served();
      const heard: unknown[] = [];
      if (isOn) intercept();
      const trace = await run(async ({ Records }: Event) => {
        for (const { dynamodb } of Records) {
          for (const [path, init] of [
            ['/put', { method: 'PUT', body: dynamodb.Keys.orderId.S }],
            ['/bad', { method: 'POST', body: 'é'.repeat(1000) }],
            [`/get?id=${dynamodb.Keys.orderId.S}`, {}],
          ] as const) {
            const answer = await fetch(`${server.url}${path}`, init);
            heard.push([
              answer.status,
              answer.headers.get('x-count'),
              answer.headers.get('set-cookie'),
              await answer.text(),
            ]);
          }
        }
      });
      server.close();
      seen.push(heard);
      states.push([...server.counts]);
      expect(effectsOf(trace)).toHaveLength(isOn ? 9 : 0);
    }

    expect(seen[1]).toEqual(seen[0]);
    expect(states[1]).toEqual(states[0]);
  });
});

describe('one interception at a time', () => {
  test('a second is refused, until the first is over', () => {
    intercept();

    expect(() => interceptEffects()).toThrow(
      'Effects are intercepted already. Call restore() of that interception first.',
    );
  });

  test('one that gives way takes nothing back from the next when it is over', async () => {
    const first = interceptEffects({ answers: { 'GET api.example.com/': { body: 'first' } }, givesWay: true });
    intercept({ answers: { 'GET api.example.com/': { body: 'second' } } });
    first.restore();

    expect(await (await fetch('https://api.example.com/')).text()).toContain('second');
    expect(() => interceptEffects()).toThrow('Effects are intercepted already.');
  });

  test('one that gave way goes on when the next is over, unless it is over itself', async () => {
    intercept({ answers: { 'GET api.example.com/': { body: 'first' } }, givesWay: true });
    interceptEffects({ answers: { 'GET api.example.com/': { body: 'second' } } }).restore();

    expect(await (await fetch('https://api.example.com/')).text()).toContain('first');

    const third = interceptEffects();
    interception?.restore();
    third.restore();
    expect(() => intercept()).not.toThrow();
  });
});
