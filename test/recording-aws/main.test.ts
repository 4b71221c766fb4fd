import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, expect, test } from '@jest/globals';
import { expectCase } from '../conformance/expectCase.ts';
import type { MappingCase } from '../conformance/mappingCase.ts';
import { runCase } from '../conformance/runCase.ts';
import { experimentRow, totalRow } from './experimentRow.ts';
import { experiments } from './experiments.ts';
import { serverOfAws } from './serverOfAws.ts';

const folder = mkdtempSync(join(tmpdir(), 'recording-aws-'));
const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
  rmSync(folder, { recursive: true, force: true });
});

const tsx = pathToFileURL(createRequire(__filename).resolve('tsx')).href;

/** The program as a process, without anything of this machine's account. */
function main(args: readonly string[], env: Readonly<Record<string, string>> = {}) {
  return new Promise<{ code: number; out: string; err: string }>((resolve) => {
    execFile(
      process.execPath,
      ['--conditions=@millrace/source', '--import', tsx, join(__dirname, 'main.ts'), ...args],
      { env: { PATH: process.env['PATH'] ?? '', ...env } },
      (error, out, err) => resolve({ code: error === null ? 0 : Number(error.code), out, err }),
    );
  });
}

test('the program records experiments at an endpoint, writes cases that can be replayed, and prints what they settle', async () => {
  const pace = 5000;
  const { url, close } = await serverOfAws({ suffixTopUp: true }, pace);
  closing.push(close);
  const outputs = join(folder, 'outputs.json');
  const streamArn = 'arn:aws:dynamodb:us-east-1:123456789012:table/t/stream/2026-11-02T00:00:00.000';
  const stack = {
    StreamArn: streamArn,
    TableName: 't',
    FunctionName: 'f',
    QueueArn: 'arn:aws:sqs:us-east-1:123456789012:q',
  };
  writeFileSync(
    outputs,
    JSON.stringify(
      Object.entries({ ...stack, QueueUrl: `${url}/123456789012/q` }).map(([OutputKey, OutputValue]) => ({
        OutputKey,
        OutputValue,
      })),
    ),
  );

  const { code, out, err } = await main([outputs, join(folder, 'captures'), 'X4', 'X1a', '--pace', String(pace)], {
    AWS_ENDPOINT_URL: url,
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE',
    AWS_SECRET_ACCESS_KEY: 'none',
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
    AWS_EC2_METADATA_DISABLED: 'true',
  });

  expect({ code, err, told: out.trim().split('\n') }).toEqual({
    code: 0,
    err: '',
    told: [
      'X1a Bisect gives up two neighbours: semantics.documents is "mergeBisected", as documents of 2 records told of poison 3,4',
      'X4 Whether the suffix behind a report is filled up: semantics.suffixTopUp is true, as the call after the report of 2 had [2,3,4]',
    ],
  });
  for (const [id, semantics] of [
    ['X1a', {}],
    ['X4', { suffixTopUp: true }],
  ] as const) {
    const mappingCase = JSON.parse(readFileSync(join(folder, 'captures', `${id}.json`), 'utf8')) as MappingCase;
    expectCase(await runCase({ ...mappingCase, semantics }), mappingCase);
  }
});

test('it lists the experiments, and names those that there are beside one that there is not', async () => {
  expect((await main(['--list'])).out.trim().split('\n')).toEqual([
    ...experiments.map(experimentRow),
    totalRow(experiments),
  ]);

  const { code, err } = await main(['outputs.json', 'captures', 'X4', 'X99']);
  expect(code).toBe(1);
  expect(err).toContain('There is no experiment X99. There are X1a, X1b');
});
