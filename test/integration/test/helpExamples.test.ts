import { copyFile, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { runMillrace } from '../src/runMillrace.ts';

jest.setTimeout(120_000);
const orders = join(__dirname, '..', '..', '..', 'examples', 'orders');

const template = `
Resources:
  Orders: { Type: AWS::DynamoDB::Table }
  OrdersFunction:
    Type: AWS::Serverless::Function
    Properties:
      Events:
        Changes:
          Type: DynamoDB
          Properties: { Stream: !GetAtt Orders.StreamArn, StartingPosition: TRIM_HORIZON, BatchSize: 50 }
`;

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'millrace-help-'));
  await mkdir(join(folder, 'src'));
  await copyFile(join(orders, 'recordings', 'orders.ndjson'), join(folder, 'orders.ndjson'));
  await copyFile(join(orders, 'mapping.json'), join(folder, 'mapping.json'));
  const [line = ''] = (await readFile(join(folder, 'orders.ndjson'), 'utf8')).split('\n');
  await writeFile(join(folder, 'event.json'), `{"Records":[${line}]}`);
  await writeFile(join(folder, 'template.yaml'), template);
  await writeFile(
    join(folder, 'src', 'handler.ts'),
    'export const handler = async () => {};\nexport { handler as onOrder };\n',
  );
});
afterAll(() => rm(folder, { recursive: true }));

test.each(['--help', 'replay --help'])(
  'every replay in what millrace %s prints works as it stands there',
  async (args) => {
    const { stdout: help } = await runMillrace(args.split(' '));
    const examples = [...help.matchAll(/^ {2}\$ millrace (replay .*)$/gm)].map(([, line]) => line ?? '');

    const runs = await Promise.all(examples.map((line) => runMillrace(line.split(' '), { cwd: folder })));

    expect(examples.length).toBeGreaterThan(0);
    expect(runs.map(({ exitCode, stderr }) => ({ exitCode, stderr }))).toEqual(
      examples.map(() => ({ exitCode: 0, stderr: '' })),
    );
  },
);
