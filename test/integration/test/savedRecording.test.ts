import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, jest, test } from '@jest/globals';
import { recording } from '@millrace/simulator/node';
import { orderChanges } from '../../../examples/demo/src/orderChanges.ts';
import { runMillrace } from '../src/runMillrace.ts';

jest.setTimeout(120_000);
const ordersFolder = join(__dirname, '..', '..', '..', 'examples', 'orders');
const golden = join(__dirname, '..', 'golden', 'orders.golden.txt');

test('the saved recording holds the changes that the demo writes', async () => {
  const seen: unknown[] = [];
  for await (const { dynamodb } of recording(join(ordersFolder, 'recordings', 'orders.ndjson'))) {
    seen.push([dynamodb?.Keys?.orderId?.S, dynamodb?.NewImage?.status?.S, dynamodb?.NewImage?.totalCents?.N]);
  }

  const written = orderChanges().map((change) =>
    change.kind === 'put'
      ? [change.order.orderId, change.order.status, String(change.order.totalCents)]
      : [change.orderId, undefined, undefined],
  );
  expect(seen).toEqual(written);
});

test('its replay prints the same text for ever, but for the real time', async () => {
  const args = ['replay', 'recordings/orders.ndjson', '--handler', 'handler.ts', '--mapping', 'mapping.json'];

  const { exitCode, stdout } = await runMillrace(args, { cwd: ordersFolder });

  expect(exitCode).toBe(0);
  expect(stdout.replace(/, [^,\n]+ in fact/, ', … in fact')).toBe(readFileSync(golden, 'utf8'));
});
