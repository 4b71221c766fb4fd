import '@millrace/jest';
import { beforeEach, expect, jest, test } from '@jest/globals';
import { simulate } from '@millrace/simulator';
import { recording } from '@millrace/simulator/node';
import { mappingFrom } from '@millrace/templates';
import { handler } from './handler.ts';
import { clearLedger } from './ledger.ts';

const template = new URL('template.yaml', import.meta.url);
const recorded = new URL('recordings/orders.ndjson', import.meta.url);

beforeEach(() => {
  clearLedger();
  jest.spyOn(console, 'error').mockImplementation(() => undefined);
});

test.each(['test', 'prod'])('no order is lost with the mapping that is deployed: stage %s', async (Stage) => {
  const { mapping, timeoutSeconds = 3 } = mappingFrom(template, { parameters: { Stage } });

  const trace = await simulate({
    handler,
    records: recording(recorded),
    mapping,
    functionTimeoutMs: timeoutSeconds * 1000,
  });

  expect(trace).toSettleEveryRecord();
  expect(trace).toPreserveItemOrder();
});

test('the stream holds what the handler reads', () => {
  expect(mappingFrom(template).table).toEqual({
    name: 'orders-test',
    keys: ['orderId'],
    streamView: 'NEW_AND_OLD_IMAGES',
  });
});
