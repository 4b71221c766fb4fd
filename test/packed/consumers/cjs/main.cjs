// A CommonJS program of someone else's, on Node 20, which cannot require ES modules everywhere.
const assert = require('node:assert/strict');
const { batchHandler } = require('@millrace/handler');
const { latestOnly } = require('@millrace/handler/idempotency');
const { explore, hunt } = require('@millrace/explore');
const { historyOf } = require('@millrace/explore/histories');
const { captureStream } = require('@millrace/live');
const { compareSequenceNumbers, defineStream } = require('@millrace/records');
const { simulate } = require('@millrace/simulator');
const { loadHandler, recording } = require('@millrace/simulator/node');
const { mappingFrom } = require('@millrace/templates');
const { main } = require('millrace');
const z = require('zod');

const orders = defineStream({ item: z.object({ orderId: z.string() }), keys: ['orderId'], view: 'NEW_AND_OLD_IMAGES' });

async function run() {
  const seen = [];
  const trace = await simulate({
    handler: batchHandler(orders, async (record) => void seen.push(record.newImage.orderId)),
    records: ['o-1', 'o-2'].map((orderId) => orders.insert({ orderId })),
    mapping: { StartingPosition: 'TRIM_HORIZON', FunctionResponseTypes: ['ReportBatchItemFailures'] },
  });
  assert.deepEqual(seen, ['o-1', 'o-2']);
  assert.equal(trace.discarded.length, 0);
  assert.equal(compareSequenceNumbers('9', '10'), -1);
  const hunted = await hunt({ exploration: 'hunt/exploration.ts#exploration', forMs: 60_000, workers: 2, seed: 18 });
  assert.deepEqual(
    hunted.failures.map(({ code }) => code),
    ['finalStateDiffers'],
  );
  assert.equal(typeof (await loadHandler('command/handler.ts')), 'function');
  for (const named of [latestOnly, captureStream, explore, historyOf, recording, mappingFrom, main])
    assert.equal(typeof named, 'function');
  console.log('cjs: ok');
}

run().catch((error) => {
  console.error(error);
  process.exitCode = 1;
});
