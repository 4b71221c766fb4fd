import { spawnSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { line } from '../temporaryFiles.ts';

// The command as users run it, on a handler that knows nothing of millrace. Nothing that it does leaves the machine.

const root = join(__dirname, '..', '..', '..', '..');
// Within this package, so that what is printed finds what it imports.
const folder = join(__dirname, `.pasted-${process.pid}`);
const files = {
  'orders.ndjson': `${[1, 2].map((number) => line(number, `order-${number}`)).join('\n')}\n`,
  'handler.ts': `
import { execFileSync } from 'node:child_process';
import { writeSync } from 'node:fs';
import net from 'node:net';

export const handler = async ({ Records }: { readonly Records: readonly unknown[] }): Promise<void> => {
  for (const _ of Records) {
    await fetch('https://dynamodb.eu-west-1.amazonaws.com/', {
      method: 'POST',
      headers: { 'content-type': 'application/x-amz-json-1.0', 'x-amz-target': 'DynamoDB_20120810.UpdateItem' },
      body: JSON.stringify({
        TableName: process.env.TOTALS,
        Key: { id: { S: 'all' } },
        UpdateExpression: 'ADD orders :one',
        ExpressionAttributeValues: { ':one': { N: '1' } },
      }),
    });
  }
};

export const leaving = async (): Promise<void> => {
  await new Promise((resolve, reject) => {
    net.connect({ host: 'db.example.com', port: 5432 }).on('error', reject).on('connect', resolve);
  });
};

export const logging = async (): Promise<void> => {
  console.log('log');
  console.error('error');
  process.stdout.write('written');
  writeSync(1, 'past the stream');
};

export const starting = async (): Promise<void> => void execFileSync(process.execPath, ['--version']);
`,
  'template.yaml': `
Resources:
  Totals:
    Type: AWS::Serverless::Function
    Properties:
      Runtime: nodejs22.x
      Timeout: 5
      Environment: { Variables: { TOTALS: totals } }
      Events:
        Orders:
          Type: DynamoDB
          Properties: { Stream: 'arn:aws:dynamodb:eu-west-1:123456789012:table/orders/stream/2026-01-01T00:00:00.000', StartingPosition: TRIM_HORIZON }
`,
};

beforeAll(() => {
  mkdirSync(folder);
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const { NODE_OPTIONS: _options, JEST_WORKER_ID: _worker, NODE_ENV: _env, ...env } = process.env;

function explored(...args: readonly string[]) {
  const bin = join(root, 'packages', 'cli', 'src', 'bin.ts');
  const node = ['--conditions=@millrace/source', '--import', 'tsx', bin, 'explore', 'orders.ndjson', ...args];
  return spawnSync(process.execPath, [...node, '--mapping', 'template.yaml', '--seed', '1'], {
    cwd: folder,
    env,
    encoding: 'utf8',
  });
}

describe('a handler that adds again what comes again', () => {
  test('is found by what the stand-ins hold, and the printed test fails in the same way', () => {
    const { status, stdout, stderr } = explored('--handler', 'handler.ts', '--fault', 'redeliver');

    expect(stderr).toBe('');
    expect(status).toBe(1);
    expect(stdout).toContain('It did not survive: finalStateDiffers');
    expect(stdout).toContain('`dynamodb.UpdateItem totals` ran again for record 1.');

    const [, printed = ''] = /A test that fails in the same way:\n\n([^]*)\nReproduce: /.exec(stdout) ?? [];
    expect(printed).toContain('"runtime":"nodejs22.x"');
    writeFileSync(join(folder, 'pasted.test.ts'), printed);
    const jest = join(root, 'node_modules', '.bin', 'jest');
    const { stderr: told } = spawnSync(jest, ['--ci', '--runTestsByPath', join(folder, 'pasted.test.ts')], {
      cwd: root,
      env,
      encoding: 'utf8',
    });
    expect(told).toContain('It did not survive: finalStateDiffers');
    expect(told).toContain('`dynamodb.UpdateItem totals` ran again for record 1.');
  });

  test('is found by threads, too', () => {
    const args = ['--handler', 'handler.ts', '--fault', 'redeliver', '--for', '60s', '--workers', '1'];
    const { status, stdout } = explored(...args);

    expect(status).toBe(1);
    expect(stdout).toContain('It did not survive: finalStateDiffers');
    expect(stdout).toContain('interceptEffects({ standIns: standIns() });');
  });
});

test.each([
  ['in this process', []],
  ['in threads', ['--for', '60s', '--workers', '1']],
])('what would leave the machine is refused, %s', (_, args) => {
  const { status, stdout } = explored('--handler', 'handler.ts#leaving', '--set', 'MaximumRetryAttempts=1', ...args);

  expect(status).toBe(1);
  expect(stdout).toContain('A connection to db.example.com:5432 is refused: nothing leaves this machine');
});

test.each([
  [[], 1],
  [['--allow-processes'], 0],
  [['--no-effects'], 0],
])('a child process, with %j: exit code %d', (args, code) => {
  const { status, stderr } = explored(
    '--handler',
    'handler.ts#starting',
    '--fault',
    'throttle',
    '--runs',
    '1',
    ...args,
  );

  expect(status).toBe(code);
  expect(stderr.includes('refused')).toBe(code === 1);
});

test.each([
  ['in this process', ['--runs', '1']],
  ['in threads', ['--for', '1s', '--workers', '1']],
])('what a handler logs is not in the middle of what is told, %s', (_, args) => {
  const { status, stdout, stderr } = explored('--handler', 'handler.ts#logging', '--json', ...args);

  expect(status).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({ ok: true, isBlind: true });
  expect(stderr).toBe('');
});
