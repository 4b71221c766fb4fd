// An ES module of someone else's, with the packages installed from their tarballs.
import assert from 'node:assert/strict';
import { batchHandler, isPoisonRecordError } from '@millrace/handler';
import { latestOnly } from '@millrace/handler/idempotency';
import { explore, hunt } from '@millrace/explore';
import { historyOf } from '@millrace/explore/histories';
import { captureStream } from '@millrace/live';
import { defineStream } from '@millrace/records';
import { isMappingError, resolveMapping, simulate } from '@millrace/simulator';
import { recording } from '@millrace/simulator/node';
import { mappingFrom } from '@millrace/templates';
import { exitCodes } from 'millrace';
import * as z from 'zod';

const orders = defineStream({ item: z.object({ orderId: z.string() }), keys: ['orderId'], view: 'NEW_AND_OLD_IMAGES' });
const seen = [];
const silent = { debug() {}, info() {}, warn() {}, error() {} };
const onRecord = async (record) => {
  if (record.keys.orderId === 'o-2') throw new Error('o-2 is poison');
  seen.push(record.keys.orderId);
};
const trace = await simulate({
  handler: batchHandler(orders, onRecord, { logger: silent }),
  records: ['o-1', 'o-2', 'o-3'].map((orderId) => orders.insert({ orderId })),
  mapping: {
    StartingPosition: 'TRIM_HORIZON',
    BatchSize: 10,
    MaximumRetryAttempts: 1,
    BisectBatchOnFunctionError: true,
    FunctionResponseTypes: ['ReportBatchItemFailures'],
  },
});

assert.deepEqual(seen, ['o-1', 'o-3']);
assert.equal(trace.discarded.length, 1);
for (const named of [latestOnly, captureStream, explore, historyOf, recording, mappingFrom, isPoisonRecordError])
  assert.equal(typeof named, 'function');
assert.equal(exitCodes.unusable, 2);

// A hunt in threads of its own, which load a file of TypeScript.
const hunted = await hunt({ exploration: 'hunt/exploration.ts#exploration', forMs: 60_000, workers: 2, seed: 18 });
assert.deepEqual(
  hunted.failures.map(({ code }) => code),
  ['finalStateDiffers'],
);

// A template as it is deployed; the parser of HCL is an optional peer, which is not installed here.
const template = new URL('template.yaml', import.meta.url);
assert.equal(mappingFrom(template).mapping.BatchSize, 25);
assert.throws(() => mappingFrom(new URL('main.tf', import.meta.url)), /npm install -D @cdktf\/hcl2json/);

// Both builds in one program: an error of one is known to the other, because it is branded and not compared by class.
const { createRequire } = await import('node:module');
const commonJs = createRequire(import.meta.url)('@millrace/simulator');
assert.notEqual(commonJs.resolveMapping, resolveMapping);
assert.throws(() => commonJs.resolveMapping({ StartingPosition: 'TRIM_HORIZON', BatchSize: 0 }), isMappingError);
console.log('esm: ok');
