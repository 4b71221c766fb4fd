/**
 * The proof of exploration at its full size: `npm run explore:survive`, or with numbers, `-- 5 200` for 5 seeds of 200 runs.
 * Prints the crash points of the double-counting aggregate and what becomes of each of its three forms, the stories of the
 * known mistakes, and lets six good handlers live through 20 seeds of 1,000 runs.
 */
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { interceptEffects } from '@millrace/effects';
import { standIns } from '@millrace/effects/stand-ins';
import { explore } from '@millrace/explore';
import { aggregate, records as sales } from './aggregate.ts';
import { goodHandlers } from './goodHandlers.ts';
import { claimedLedger } from './idempotencyHelpers.ts';
import { mistakes } from './mistakes.ts';
import { lanes, mapping, records } from './world.ts';

const seeds = Number(process.argv[2] ?? 20);
const runs = Number(process.argv[3] ?? 1000);

for (const order of ['before', 'after', 'together'] as const) {
  const found = await explore({ setup: () => aggregate(order), records: sales, mapping, seed: 1 });
  const { crashPoints } = found.enumerated;
  console.log(`aggregate, key ${order}: ${crashPoints.of} crash points, ${found.ok ? 'survives' : 'fails'}`);
  if (found.counterexample !== undefined) console.log(`  ${found.counterexample.story}`);
}

for (const { name, options } of mistakes) {
  const { counterexample } = await explore({ ...options, seed: 1 });
  console.log(`${name}: ${counterexample?.code}\n  ${counterexample?.story}`);
}

// `claim` with the real client, over tables that stand in for DynamoDB's.
const interception = interceptEffects({ standIns: standIns() });
const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
const client = new DynamoDBClient({ region: 'eu-west-1', credentials, maxAttempts: 1 });
for (const each of [mapping, lanes]) {
  const found = await explore({
    setup: () => claimedLedger(client),
    records,
    mapping: each,
    seed: 1,
    runs: 100,
    enumerate: 200,
  });
  console.log(`claim: ${found.report.split('\n', 3).join(' ')}`);
}
client.destroy();
interception.restore();

let failures = 0;
for (const [name, setup] of Object.entries(goodHandlers)) {
  let total = 0;
  for (let seed = 1; seed <= seeds; seed++) {
    const each = seed % 2 === 0 ? lanes : mapping;
    const found = await explore({ setup, records, mapping: each, seed, runs, enumerate: seed === 1 ? 1000 : 0 });
    total += found.runs;
    if (found.ok) continue;
    failures++;
    console.log(found.report);
  }
  console.log(`${name}: ${total} runs of ${seeds} seeds`);
}
console.log(failures === 0 ? 'All good handlers survived.' : `${failures} seeds broke a good handler.`);
process.exitCode = failures === 0 ? 0 : 1;
