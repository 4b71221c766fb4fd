import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import manifest from '../package.json' with { type: 'json' };
import { main } from '../src/main.ts';
import { line, temporaryFile } from './temporaryFiles.ts';
import { rememberingTerminal } from './rememberingTerminal.ts';

const two = `${line(1, 'a')}\n${line(2, 'b')}\n`;
const destination = 'DestinationConfig={"OnFailure":{"Destination":"arn:aws:sqs:eu-west-1:123456789012:failures"}}';
const fails = (id: string) => (event: unknown) => {
  if (JSON.stringify(event).includes(`{"S":"${id}"}`)) throw new Error(`no ${id}`);
};

async function millrace(args: readonly string[], handler: (event: unknown) => unknown = () => undefined) {
  const terminal = rememberingTerminal();
  const code = await main(args, terminal, { loadHandler: async () => handler });
  return { code, stdout: terminal.stdout, stderr: terminal.stderr };
}

const replay = (recording: string, ...flags: string[]) => ['replay', recording, '--handler', 'h.ts', ...flags];
const ndjson = (content = two) => temporaryFile('r.ndjson', content);

describe('exit code 0', () => {
  test.each([
    ['--help', /Usage: millrace .*millrace capture --table .*Exit codes/s],
    ['capture --help', /--table <name>.*Example:\n {2}\$ millrace capture --table Orders/s],
    ['replay --help', /--handler <file\[#export\]>.*Examples:\n {2}\$ millrace replay orders\.ndjson/s],
    ['help replay', /Usage: millrace replay/],
    ['--version', new RegExp(`^${manifest.version}\n$`)],
  ])('millrace %s explains itself, with an example', async (args, text) => {
    const run = await millrace(args.split(' '));

    expect(run).toMatchObject({ code: 0, stdout: expect.stringMatching(text), stderr: '' });
  });

  test('the help shows no default that says nothing', async () => {
    const run = await millrace(['replay', '--help']);

    expect(run.stdout).not.toContain('[]');
  });

  test('every record processed', async () => {
    const run = await millrace(replay(ndjson()));

    expect(run).toMatchObject({ code: 0, stderr: '' });
    expect(run.stdout).toContain('2 in 1 shard: 2 processed, 0 discarded');
    expect(run.stdout).toContain(
      "Lambda counts every record as processed. Each item's records came in their order. Nothing was seen to leave the handler.\n",
    );
  });

  test.each([
    ["the template's", [], 20_000],
    ['the one given', ['--timeout', '5'], 5000],
  ])('a function has as long as it has on AWS: %s time-out', async (_, flags, expected) => {
    const template = {
      Resources: {
        F: { Type: 'AWS::Lambda::Function', Properties: { Timeout: 20 } },
        M: { Type: 'AWS::Lambda::EventSourceMapping', Properties: { FunctionName: { Ref: 'F' } } },
      },
    };
    const mapping = temporaryFile('template.json', JSON.stringify(template));

    const run = await millrace(replay(ndjson(), '--mapping', mapping, '--json', ...flags));

    expect(JSON.parse(run.stdout)).toMatchObject({
      scenario: { functionTimeoutMs: expected },
      timeout: { seconds: expected / 1000, isGiven: true },
    });
  });

  test('what a handler prints while its module is loaded does not get into the report', async () => {
    const printed = jest.spyOn(process.stderr, 'write').mockReturnValue(true);
    const terminal = rememberingTerminal();

    await main(replay(ndjson(), '--json'), terminal, {
      loadHandler: async () => {
        process.stdout.write('loading\n');
        return () => undefined;
      },
    });

    expect(printed.mock.calls).toEqual([['loading\n']]);
    printed.mockRestore();
    expect(() => JSON.parse(terminal.stdout)).not.toThrow();
  });

  test('a mapping whose BatchSize is a parameter of the template', async () => {
    const template = {
      Parameters: { Size: { Type: 'Number' } },
      Resources: { M: { Type: 'AWS::Lambda::EventSourceMapping', Properties: { BatchSize: { Ref: 'Size' } } } },
    };
    const mapping = temporaryFile('template.json', JSON.stringify(template));

    const run = await millrace(replay(ndjson(), '--mapping', mapping, '--parameter', 'Size=7', '--json'));

    expect(JSON.parse(run.stdout)).toMatchObject({ mapping: { BatchSize: 7 } });
  });

  test.each([
    ['with the first record, one at a time as they come', [], 2],
    ['when all is there, as one batch', ['--start-at', '2026-09-21T15:00:00Z'], 1],
  ])('a mapping that starts %s', async (_, flags, invocations) => {
    const run = await millrace(replay(ndjson(), '--json', ...flags));

    expect(run.code).toBe(0);
    expect(JSON.parse(run.stdout).invocations.total).toBe(invocations);
  });

  test('a record discarded to a destination, as the mapping says', async () => {
    const flags = ['--set', 'MaximumRetryAttempts=0', '--set', 'BisectBatchOnFunctionError=true', '--set', destination];

    const run = await millrace(replay(ndjson(), ...flags), fails('b'));

    expect(run).toMatchObject({
      code: 0,
      stderr: expect.stringMatching(/^Error: no b\n {4}at \S+main\.test\.ts\S+\n$/),
    });
    expect(run.stdout).toMatch(
      /Discarded: record 2 of item .*RetryAttemptsExhausted.*threw Error: no b.*document sent to/s,
    );
  });

  test('records that a filter keeps from the function', async () => {
    const filter = { Filters: [{ Pattern: JSON.stringify({ dynamodb: { Keys: { id: { S: ['b'] } } } }) }] };

    const run = await millrace(replay(ndjson(), '--set', `FilterCriteria=${JSON.stringify(filter)}`));

    expect(run).toMatchObject({ code: 0, stderr: '' });
    expect(run.stdout).toContain('2 in 1 shard: 1 processed, 0 discarded, 1 filtered out\n');
    expect(run.stdout).toContain('Lambda counts every record that was meant for the function as processed.');
  });

  test.each([
    ['what is filtered out', '2026-09-21T15:00:00Z', '0 processed, 0 discarded, 2 filtered out\n', 'TRIM_HORIZON'],
    [
      'what the stream no longer holds at the start',
      '2026-09-23T15:00:00Z',
      '0 processed, 0 discarded, 2 before the starting position\n' +
        'Too old      2 were older than 24 hours when the mapping started: --start-at gives an earlier start\n',
      'TRIM_HORIZON',
    ],
    [
      'what was there before LATEST began',
      '2026-09-21T15:00:00Z',
      '0 processed, 0 discarded, 2 before the starting position\nInvocations',
      'LATEST',
    ],
  ])(
    'records that were not meant for the function are counted by the reason: %s',
    async (_, startAt, text, position) => {
      const filter = 'FilterCriteria={"Filters":[{"Pattern":"{\\"eventName\\":[\\"REMOVE\\"]}"}]}';
      const flags = ['--start-at', startAt, '--set', filter, '--set', `StartingPosition=${position}`];

      const run = await millrace(replay(ndjson(), ...flags));
      const { records } = JSON.parse((await millrace(replay(ndjson(), ...flags, '--json'))).stdout);

      expect(run).toMatchObject({ code: 0, stdout: expect.stringContaining(text) });
      expect(records.skipped).toBe(2);
      expect(records.filteredOut + records.beforeStartingPosition).toBe(2);
    },
  );

  test('records out of order and repeats, as logs have them: said on standard error', async () => {
    const run = await millrace(replay(ndjson([2, 1, 1].map((number) => line(number, 'a')).join('\n'))));

    expect(run).toMatchObject({ code: 0, stdout: expect.stringContaining('2 in 1 shard: 2 processed') });
    expect(run.stderr).toMatch(/^millrace: The recording repeats 1 record.*\nmillrace: The records of .* were sorted/);
  });

  test('several files are one recording', async () => {
    const files = [ndjson(line(1, 'a')), ndjson(line(2, 'b'))];

    const text = await millrace(['replay', ...files, '--handler', 'h.ts']);
    const json = await millrace(['replay', ...files, '--handler', 'h.ts', '--json']);

    expect(text.stdout).toContain('r.ndjson, r.ndjson through h.ts\n');
    expect(text.stdout).toContain('2 in 1 shard: 2 processed');
    expect(JSON.parse(json.stdout)).toMatchObject({ recording: files });
  });

  test('shards side by side, each in its own order', async () => {
    const shards = `${line(9, 'a', { shardId: 'x' })}\n${line(1, 'b', { shardId: 'y' })}\n`;

    const run = await millrace(replay(ndjson(shards)));

    expect(run).toMatchObject({ code: 0, stdout: expect.stringContaining('2 in 2 shards: 2 processed') });
  });

  test('--json gives the whole result, with AWS parameters resolved', async () => {
    const mapping = temporaryFile('m.json', '{"StartingPosition":"TRIM_HORIZON","BatchSize":1}');

    const run = await millrace(replay(ndjson(), '--mapping', mapping, '--json'));

    expect(JSON.parse(run.stdout)).toMatchObject({
      mapping: { BatchSize: 1 },
      records: { recorded: 2, processed: 2, discarded: 0, skipped: 0, pending: 0, unread: 0 },
      invocations: { total: 2, outcomes: { success: 2 } },
      problems: [],
      scenario: { mapping: { BatchSize: 1, MaximumRetryAttempts: -1 } },
    });
  });

  test('what a handler prints is not in the report', async () => {
    const error = jest.spyOn(process.stderr, 'write').mockReturnValue(true);

    const run = await millrace(replay(ndjson(), '--json'), () => process.stdout.write('a log line'));

    expect(error).toHaveBeenCalledWith('a log line');
    error.mockRestore();
    expect(JSON.parse(run.stdout)).toMatchObject({ problems: [] });
  });
});

describe('the environment of the handler', () => {
  const template = temporaryFile(
    'environment.yaml',
    `
Parameters: { Key: { Type: String }, Stage: { Type: String, Default: test } }
Globals: { Function: { Environment: { Variables: { STAGE: !Ref Stage, TABLE: everyone's, RETRIES: 3 } } } }
Resources:
  Orders: { Type: AWS::DynamoDB::Table }
  OrdersFunction:
    Type: AWS::Serverless::Function
    Properties:
      Environment: { Variables: { TABLE: !Ref Orders, OWN: theirs, KEY: !Ref Key, DOUBLE: !ImportValue url } }
      Events: { Changes: { Type: DynamoDB, Properties: { StartingPosition: TRIM_HORIZON } } }
`,
  );
  const names = ['STAGE', 'TABLE', 'RETRIES', 'OWN', 'KEY', 'DOUBLE', 'AWS_REGION', 'AWS_LAMBDA_FUNCTION_NAME'];
  const before = { ...process.env };
  beforeEach(() => {
    for (const name of names) delete process.env[name];
    Object.assign(process.env, { OWN: "the user's", DOUBLE: 'http://localhost' });
  });
  afterEach(() => {
    for (const name of names) delete process.env[name];
    Object.assign(process.env, before);
  });

  const seen = (): object => Object.fromEntries(names.map((name) => [name, process.env[name]]));

  async function replayed(args: readonly string[], failure?: Error) {
    const terminal = rememberingTerminal();
    let whenLoaded: object = {};
    let whenInvoked: object = {};
    const handler = (_event: unknown, context: unknown): void => {
      whenInvoked = { ...seen(), context };
    };
    const loadHandler = async () => {
      whenLoaded = seen();
      if (failure) throw failure;
      return handler;
    };
    const code = await main(args, terminal, { loadHandler });
    return { code, stdout: terminal.stdout, stderr: terminal.stderr, whenLoaded, whenInvoked };
  }

  const expected = {
    STAGE: 'test',
    TABLE: 'Orders',
    RETRIES: '3',
    OWN: "the user's",
    KEY: undefined,
    DOUBLE: 'http://localhost',
    AWS_REGION: 'eu-west-1',
    AWS_LAMBDA_FUNCTION_NAME: 'OrdersFunction',
  };

  test("is the template's and Lambda's before the handler is loaded, where it is not the user's", async () => {
    const run = await replayed(replay(ndjson(), '--mapping', template));

    expect(run.whenLoaded).toEqual(expected);
    expect(run.whenInvoked).toMatchObject({ ...expected, context: { functionName: 'OrdersFunction' } });
  });

  test('is told in the report, with the names of what the template leaves open', async () => {
    const text = await replayed(replay(ndjson(), '--mapping', template));
    const json = await replayed(replay(ndjson(), '--mapping', template, '--parameter', 'Key=k', '--json'));

    expect(text.code).toBe(0);
    expect(text.stdout).toContain(
      'Environment  STAGE, TABLE, RETRIES from the template; not set, as the template leaves it open: KEY (give --parameter Key=<value>)\n',
    );
    expect(JSON.parse(json.stdout).environment).toEqual({
      askedFor: [],
      fromTemplate: ['STAGE', 'TABLE', 'RETRIES', 'KEY'],
      open: [],
      missingParameters: {},
    });
    expect(json.whenLoaded).toEqual({ ...expected, KEY: 'k' });
  });

  test.each([
    ['after the run', undefined, 0],
    ['when the handler does not load', new Error('no'), 2],
  ])('is as it was %s', async (_, failure, code) => {
    const untouched = { ...process.env };

    const run = await replayed(replay(ndjson(), '--mapping', template), failure);

    expect(run.code).toBe(code);
    expect({ ...process.env }).toEqual(untouched);
  });

  test.each([
    ['none', { awsRegion: undefined, eventSourceARN: undefined }, [], 'function', undefined],
    ['only an ARN', { awsRegion: undefined }, [], 'function', 'eu-west-1'],
    [
      'DynamoDB Local, which is in no region',
      {
        awsRegion: 'ddblocal',
        eventSourceARN: 'arn:aws:dynamodb:ddblocal:000000000000:table/T/stream/2026-01-01T00:00:00.000',
      },
      [],
      'function',
      undefined,
    ],
    ['shards', { shardId: 'a' }, ['--set', 'FunctionName=orders:live'], 'orders', 'eu-west-1'],
    [
      'the mapping alone',
      { awsRegion: undefined, eventSourceARN: undefined },
      [
        '--set',
        'EventSourceArn=arn:aws:dynamodb:us-west-2:123456789012:table/T/stream/2026-01-01T00:00:00.000',
        '--set',
        'FunctionName=arn:aws:lambda:us-west-2:123456789012:function:mail:1',
      ],
      'mail',
      'us-west-2',
    ],
  ])('names region and function as the records and the mapping do: %s', async (_, more, flags, name, region) => {
    const content = `${line(1, 'a', more)}\n${line(2, 'b', 'shardId' in more ? { ...more, shardId: 'b' } : more)}\n`;

    const run = await replayed(replay(ndjson(content), ...flags));
    const open = await replayed(replay(ndjson(content), '--no-effects', ...flags));

    expect(run).toMatchObject({ code: 0, whenInvoked: { context: { functionName: name } } });
    // Where nothing leaves the machine, a region that is made up does no harm; on Lambda there always is one.
    expect(run.whenLoaded).toMatchObject({ AWS_REGION: region ?? 'us-east-1', AWS_LAMBDA_FUNCTION_NAME: name });
    expect(open.whenLoaded).toMatchObject({ AWS_REGION: region, AWS_LAMBDA_FUNCTION_NAME: name });
    expect(run.stdout).not.toContain('from the template');
  });
});

describe('exit code 1', () => {
  test('records given up without a destination', async () => {
    const run = await millrace(replay(ndjson(), '--set', 'MaximumRetryAttempts=1'), fails('b'));

    expect(run.code).toBe(1);
    expect(run.stdout).toMatch(/Problems:\n {2}- Record 2 of .* is lost: .* Give the mapping an on-failure/);
  });

  test.each([
    ['of a mapping without reporting', 'FunctionResponseTypes=[]', 'batchItemFailures', 'the report is ignored'],
    [
      'with a capital',
      'FunctionResponseTypes=[ReportBatchItemFailures]',
      'BatchItemFailures',
      'the failures it lists are not heard',
    ],
  ])('a report %s, which Lambda does not hear', async (_, setting, key, message) => {
    const run = await millrace(replay(ndjson(), '--set', setting), () => ({ [key]: [{ itemIdentifier: '1' }] }));

    expect(run).toMatchObject({ code: 1, stdout: expect.stringContaining(message) });
  });

  test.each([
    ['an eventID', { itemIdentifier: 'e1' }, 'the eventID of record 1 and no sequence number of its batch'],
    ['no object', '1', 'The handler reports "1", where Lambda expects an object'],
  ])('a report with %s in place of a sequence number, destination or not', async (_, entry, message) => {
    const recording = ndjson(line(1, 'a'));
    const flags = ['FunctionResponseTypes=[ReportBatchItemFailures]', 'MaximumRetryAttempts=2', destination];

    const run = await millrace(replay(recording, ...flags.flatMap((flag) => ['--set', flag])), () => ({
      batchItemFailures: [entry],
    }));

    expect(run.code).toBe(1);
    expect(run.stdout).toContain('1 in 1 shard: 0 processed, 1 discarded');
    expect(run.stdout).toMatch(/Problems:\n {2}- The handler reports .*record\.dynamodb\.SequenceNumber.*\n$/);
    expect(run.stdout.split(message)).toHaveLength(2); // told once, among the problems
  });

  test('a handler that waits for ever: it is said while it waits, and its time-out is what was asked for', async () => {
    const timers: NodeJS.Timeout[] = [];
    const run = await millrace(replay(ndjson(), '--timeout', '2', '--set', 'MaximumRetryAttempts=0'), () => {
      timers.push(setInterval(() => undefined, 60_000)); // Something is left that could answer, so that it is waited for.
      return new Promise(() => {});
    });
    for (const timer of timers) clearInterval(timer);

    expect(run).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/^The handler has taken 1\.5 s .* 2 s before/),
    });
    expect(run.stdout).toContain('timed out');
    expect(run.stderr).toContain('functionTimeoutMs: 2000');
    expect(run.stderr.match(/The handler has taken/g)).toHaveLength(1);
  });

  test.each([
    [
      'throws',
      (): never => {
        throw new Error('no');
      },
    ],
    [
      'rejects',
      async () => {
        throw new Error('no');
      },
    ],
    [
      'gives to its callback',
      (_event: unknown, _context: unknown, callback: (error: Error) => void) => callback(new Error('no')),
    ],
  ])(
    'what a handler %s is said with its stack, as on Lambda, and once however often it is tried',
    async (_, handler) => {
      const run = await millrace(replay(ndjson(), '--set', 'MaximumRetryAttempts=5'), handler as never);

      expect(run.stderr).toMatch(/^Error: no\n {4}at .*main\.test\.ts/);
      expect(run.stderr.match(/Error: no/g)).toHaveLength(1);
    },
  );

  test('what a handler throws is said with its cause', async () => {
    const run = await millrace(replay(ndjson(), '--set', 'MaximumRetryAttempts=0'), () => {
      throw new Error('no answer', { cause: new Error('no connection') });
    });

    expect(run.stderr).toMatch(/^Error: no answer\n {4}at .*\ncaused by Error: no connection\n {4}at /s);
  });

  test('what a handler throws that is different each time is said twenty times', async () => {
    let tries = 0;
    const run = await millrace(replay(ndjson(), '--set', 'MaximumRetryAttempts=50'), () => {
      throw `try ${tries++}`;
    });

    expect(run.stderr).toContain('The handler threw try 19\nWhat else the handler throws is not shown.');
    expect(run.stderr).not.toContain('try 20');
  });

  test('a handler whose promise nobody can settle any more is not waited for', async () => {
    const run = await millrace(replay(ndjson(), '--set', 'MaximumRetryAttempts=0'), () => new Promise(() => {}));

    expect(run.code).toBe(1);
    expect(run.stdout).toContain('Runtime exited without providing a reason');
    expect(run.stdout).toContain('The promise of the handler was never settled');
  });

  test('a handler that ends the process', async () => {
    const run = await millrace(replay(ndjson(), '--set', 'MaximumRetryAttempts=0'), () => process.exit(0));

    expect(run).toMatchObject({
      code: 1,
      stdout: expect.stringMatching(/Runtime\.ExitError: .*Runtime exited without providing a reason/),
    });
  });

  test('records that the stream drops after a day of retries, destination or not', async () => {
    const run = await millrace(replay(ndjson(), '--set', destination), fails('a'));

    expect(run.code).toBe(1);
    expect(run.stdout).toMatch(/Time +1 d on the virtual clock/);
    expect(run.stdout).toMatch(/ {5}… \d+ more lines; --json has them all\n/);
    expect(run.stdout).toMatch(
      /Record 1 of .* is lost: it outlived the stream's retention.* The same holds for 1 more\. Set MaximumRetryAttempts/,
    );
  });
});

describe('exit code 2', () => {
  test.each([
    ['no command', [], /Usage: millrace/],
    ['an unknown command', ['rewind'], /unknown command 'rewind'.*millrace --help/s],
    ['an unknown option', ['capture', '--tabel', 'X'], /unknown option '--tabel'.*millrace capture --help/s],
    ['capture without a stream', ['capture'], /either --table <name> or --stream-arn <arn>/],
    [
      'capture of two streams',
      ['capture', '--table', 'X', '--stream-arn', 'arn'],
      /either --table <name> or --stream-arn/,
    ],
    [
      'an endpoint that is no URL',
      ['capture', '--table', 'X', '--endpoint', 'nowhere'],
      /Write it like http:\/\/localhost:8000/,
    ],
    [
      'an endpoint without its scheme',
      ['capture', '--table', 'X', '--endpoint', 'localhost:8000'],
      /The endpoint localhost:8000 is no URL\. Write it like http:\/\/localhost:8000/,
    ],
    ['replay without a recording', ['replay', '--handler', 'h.ts'], /missing required argument 'recording'/],
    ['replay without a handler', ['replay', 'r.ndjson'], /required option '--handler/],
    [
      'a recording that is not there',
      replay('/nowhere/r.ndjson'),
      /\/nowhere\/r\.ndjson cannot be opened.*millrace capture/s,
    ],
    ['a mapping that is not there', replay('r.ndjson', '--mapping', '/nowhere/m.json'), /m\.json cannot be read/],
    ['a time-out in words', replay('r.ndjson', '--timeout', 'long'), /'long' is invalid.*from 1 to Lambda's 900/s],
    ['a start in a zone of nobody', replay('r.ndjson', '--start-at', '2026-09-21T15:00:00'), /ISO 8601 with its zone/],
    ['a start at a number', replay('r.ndjson', '--start-at', '5'), /ISO 8601/],
    ['a start at no time', replay('r.ndjson', '--start-at', 'soon'), /'soon' is invalid.*ISO 8601/s],
    ['a time-out that no function has', replay('r.ndjson', '--timeout', '901'), /'901' is invalid/],
    [
      'a parameter of no template',
      replay('r.ndjson', '--parameter', 'Size=10'),
      /--parameter is for .* name the template with --mapping/,
    ],
    ['--parameter without a value', replay('r.ndjson', '--parameter', 'Size'), /--parameter Stage=test/],
    ['--set without a value', replay('r.ndjson', '--set', 'BatchSize'), /--set BatchSize=25/],
  ])('%s', async (_, args, message) => {
    expect(await millrace(args)).toMatchObject({ code: 2, stdout: '', stderr: expect.stringMatching(message) });
  });

  test.each([
    [
      'a line that is not JSON',
      `${line(1, 'a')}\n{"dynamodb"`,
      /Line 2 of .*r\.ndjson cannot be replayed: it is not JSON/,
    ],
    ['an empty recording', '\n', /has no records, so a replay would prove nothing/],
    ['a record without dynamodb', '{"eventName":"INSERT"}', /Line 1 of .*it has no "dynamodb" object/],
    [
      'a record in camel case',
      '{"dynamodb":{"sequenceNumber":"1"}}',
      /Line 1 of .*"dynamodb.SequenceNumber" is not a string: "sequenceNumber" was found, and AWS's names .* capitals/,
    ],
    ['an event of a queue', '{"Records":[{"eventSource":"aws:sqs"}]}', /a message of an SQS queue .*millrace capture/],
  ])('%s', async (_, content, message) => {
    expect(await millrace(replay(ndjson(content)))).toMatchObject({ code: 2, stderr: expect.stringMatching(message) });
  });

  test.each([
    ['BatchSize=0', /greater than or equal to 1/],
    ['BatchSize=10001', /Member must have value less than or equal to 10000/],
    ['BatchSize=many', /BatchSize is the string "many", expected an integer/],
    ['FunctionName=5', /FunctionName is the number 5, expected a string/],
    ['EventSourceArn=5', /EventSourceArn is the number 5, expected a string/],
    ['BatchSise=5', /Unknown parameter "BatchSise".*Did you mean BatchSize/],
    ['MaximumRecordAgeInSeconds=5', /must be either -1 \(forever\) or between 60 and 604800/],
    ['StartingPosition=AT_TIMESTAMP', /AT_TIMESTAMP|timestamp/i],
  ])("the mapping parameter %s is refused in AWS's words, with advice", async (setting, message) => {
    const run = await millrace(replay(ndjson(), '--set', setting));

    expect(run).toMatchObject({ code: 2, stdout: '', stderr: expect.stringMatching(message) });
    expect(run.stderr).not.toContain('    at ');
  });
});
