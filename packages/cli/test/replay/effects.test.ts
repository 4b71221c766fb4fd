import http from 'node:http';
import net, { type AddressInfo } from 'node:net';
import { describe, expect, test } from '@jest/globals';
import { main } from '../../src/main.ts';
import { line, temporaryFile } from '../temporaryFiles.ts';
import { rememberingTerminal } from '../rememberingTerminal.ts';

// What a handler does, told by a replay: nothing leaves the machine, and the verdict says no more than was seen.

interface Records {
  readonly Records: readonly { readonly dynamodb: { readonly Keys: { readonly id: { readonly S: string } } } }[];
}
type ForRecord = (id: string) => Promise<unknown>;

const charge: ForRecord = (id) => fetch('https://api.example.com/charge', { method: 'POST', body: id });

async function replayed(ids: readonly string[], forRecord: ForRecord, flags: readonly string[] = []) {
  const terminal = rememberingTerminal();
  const recording = temporaryFile('r.ndjson', ids.map((id, index) => line(index + 1, id)).join('\n'));
  const handler = async ({ Records }: Records) => {
    for (const { dynamodb } of Records) await forRecord(dynamodb.Keys.id.S);
  };
  const args = [
    'replay',
    recording,
    '--handler',
    'h.ts',
    '--set',
    'BatchSize=1',
    '--set',
    'MaximumRetryAttempts=2',
    ...flags,
  ];
  const code = await main(args, terminal, { loadHandler: async () => handler as never });
  return { code, stdout: terminal.stdout, stderr: terminal.stderr };
}

test('effects that are all as they should be are counted, and the verdict says so', async () => {
  const run = await replayed(['a', 'b'], charge);

  expect(run.code).toBe(0);
  expect(run.stdout).toContain('Effects      2, 2 of them writes that were done\n');
  expect(run.stdout).toContain('Of its 2 effects none was repeated, missing, late, refused or swallowed.\n');
});

test('an effect that a retry does again is repeated', async () => {
  let calls = 0;
  const run = await replayed(['a'], async (id) => {
    await charge(id);
    if (calls++ === 0) throw new Error('once');
  });

  expect(run.code).toBe(0);
  expect(run.stdout).toContain(
    '2, 2 of them writes that were done: 1 repeated\nRepeated     POST api.example.com/charge for 1: done in invocations 0, 1\n',
  );
  expect(run.stdout).not.toContain('none was repeated');
});

test('a record without an effect of its own, where others have one, is missing', async () => {
  const run = await replayed(['a', 'skipped'], async (id) => (id === 'skipped' ? undefined : charge(id)));

  expect(run.stdout).toContain('Missing      record 2 counts as processed, and nothing was done for it\n');
});

test('an effect that is not awaited is late, which is a problem', async () => {
  const run = await replayed(['a'], async (id) => void charge(id));

  expect(run.code).toBe(1);
  expect(run.stdout).toMatch(/Late +POST api\.example\.com\/charge.*frozen or lost on Lambda/);
  expect(run.stdout).toContain('1 effect had not ended when the handler answered: await what it begins');
});

test('an effect under way in a call that times out is unfinished, and comes again', async () => {
  const sockets: net.Socket[] = [];
  const silent = net.createServer((socket) => void sockets.push(socket)).listen(0, '127.0.0.1');
  await new Promise((resolve) => silent.once('listening', resolve));
  const { port } = silent.address() as AddressInfo;

  const run = await replayed(['a'], () => fetch(`http://127.0.0.1:${port}/slow`, { method: 'POST' }), [
    '--timeout',
    '1',
  ]);
  silent.close();
  for (const socket of sockets) socket.destroy();

  expect(run.stdout).toMatch(
    /Unfinished +POST 127\.0\.0\.1:\d+\/slow for 1: under way when invocation 0 ended without an answer/,
  );
  expect(run.stdout).toContain(
    '3 effects were under way when the call ended without an answer, and may be done or not',
  );
  expect(run.stdout).not.toContain('none was repeated');
});

describe('what has no stand-in is refused, which is a problem', () => {
  const leaving = (connectTo: (options: net.TcpNetConnectOpts) => net.Socket) => () =>
    new Promise<void>((resolve) => {
      const socket = connectTo({ host: 'db.example.com', port: 5432 });
      socket.on('error', () => resolve());
    });

  test('and swallowed where the handler goes on', async () => {
    const run = await replayed(
      ['a'],
      leaving((options) => net.connect(options)),
    );

    expect(run.code).toBe(1);
    expect(run.stdout).toMatch(/Refused .*db\.example\.com.*--allow-host db\.example\.com/);
    expect(run.stdout).toMatch(/Swallowed .*db\.example\.com/);
    expect(run.stdout).toContain('1 effect was refused, as nothing leaves this machine');
  });

  test('also by a function that was taken out of its module before', async () => {
    const { connect } = net;

    const run = await replayed(['a'], leaving(connect));

    expect(run.code).toBe(1);
    expect(run.stdout).toMatch(/Refused .*db\.example\.com.*--allow-host db\.example\.com/);
  });
});

describe('without interception', () => {
  test('the verdict says only what it knows', async () => {
    const run = await replayed(['a'], async () => undefined, ['--no-effects']);

    expect(run.code).toBe(0);
    expect(run.stdout).not.toContain('Effects');
    expect(run.stdout).toContain('came in their order. What the handler did was not looked at.\n');
  });

  test('and afterwards, nothing of it is left in the process', async () => {
    const server = http.createServer((_, response) => response.end('real')).listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    const { port } = server.address() as AddressInfo;
    await replayed(['a'], charge);

    const answer = await (await fetch(`http://127.0.0.1:${port}/`)).text();

    server.close();
    expect(answer).toBe('real');
  });
});

test('--json has them per record and in sum', async () => {
  const run = await replayed(['a', 'b'], charge, ['--json']);

  expect(JSON.parse(run.stdout).effects).toMatchObject({
    sum: {
      effects: 2,
      done: 2,
      repeated: 0,
      missing: 0,
      late: 0,
      unfinished: 0,
      refused: 0,
      swallowed: 0,
      unattributed: 0,
    },
    names: { 'POST api.example.com/charge': 2 },
    repeated: [],
    records: [
      { sequenceNumber: '1', fate: 'processed', done: 1, isMissing: false },
      { sequenceNumber: '2', fate: 'processed', done: 1, isMissing: false },
    ],
  });
});
