import { join } from 'node:path';
import { expect, jest, test } from '@jest/globals';
import { runMillrace } from '../integration/src/runMillrace.ts';

jest.setTimeout(120_000);
const folder = join(__dirname, 'replayed');
const recording = join(__dirname, '../../examples/orders/recordings/orders.ndjson');

// As a user runs it: a process of its own, TypeScript, the real clients, and the environment that the template gives.
test('a replay answers the SDK by tables with the keys of the template, and by its queue', async () => {
  const run = await runMillrace([
    'replay',
    recording,
    '--handler',
    join(folder, 'handler.ts'),
    '--mapping',
    `${join(folder, 'template.yaml')}#OnOrder`,
    '--timeout',
    '900',
    '--json',
  ]);

  const { effects, records, problems } = JSON.parse(run.stdout);
  const sent: readonly unknown[] = JSON.parse(run.stdout)
    .events.filter(({ type, name }: { type: string; name: string }) => type === 'effect' && name.startsWith('sqs.'))
    .map(({ call }: { call: { MessageBody: string } }) => JSON.parse(call.MessageBody).Count);
  expect({ problems, exitCode: run.exitCode }).toEqual({ problems: [], exitCode: 0 });
  const done = records.processed;
  expect(effects.names).toEqual({
    'dynamodb.PutItem Audit': done,
    'dynamodb.Query Audit': done,
    'sqs.SendMessage Changed': done,
  });
  expect(effects.sum).toMatchObject({ done: 2 * done, missing: 0, late: 0, refused: 0, swallowed: 0 });
  // Were `order` the whole key, or `at`, there would be one of each.
  expect(sent).toContain(3);
});

// What the variable of a queue holds that a template declares.
const QUEUE_URL = 'https://sqs.us-east-1.invalid/123456789012/Changed';

test('the URL of a queue in a template is answered by the stand-in with interception', async () => {
  const args = ['replay', recording, '--handler', join(folder, 'handler.ts'), '--timeout', '900'];
  const run = await runMillrace(args, { env: { AUDIT_TABLE: 'Audit', QUEUE_URL } });

  expect(run.stdout).toContain('none was repeated, missing, late, refused or swallowed');
  expect(run.exitCode).toBe(0);
});

test('the URL of a queue in a template leads nowhere without interception: nobody has a name below .invalid', async () => {
  const flags = ['--no-effects', '--timeout', '900', '--set', 'MaximumRetryAttempts=0'];
  const args = ['replay', recording, '--handler', join(folder, 'queueAlone.ts'), ...flags];
  const env = { QUEUE_URL, AWS_REGION: 'us-east-1', AWS_ACCESS_KEY_ID: 'key', AWS_SECRET_ACCESS_KEY: 'secret' };
  const run = await runMillrace(args, { env });

  expect(run.stdout).toMatch(/getaddrinfo (ENOTFOUND|EAI_AGAIN) sqs\.us-east-1\.invalid/);
  expect(run.stdout).not.toContain('Effects');
  expect(run.exitCode).toBe(1);
});
