/**
 * What a million invocations take of memory, in the worst case: each reads its own record of its own item. Run as
 * `node --max-old-space-size=700 --conditions=@millrace/source --import tsx test/bench/million.ts`: it ends where 700 MB do not do.
 */
import { simulate } from '@millrace/simulator';
import { modify } from './modify.ts';

const count = Number(process.argv[2] ?? 1_000_000);

function* stream() {
  for (let index = 0; index < count; index++) yield modify(index);
}

const trace = await simulate({
  handler: async () => undefined,
  records: stream(),
  mapping: { StartingPosition: 'TRIM_HORIZON', BatchSize: 1, MaximumRetryAttempts: 2 },
});
const { rss, heapUsed } = process.memoryUsage();
console.log(
  `${count} invocations, ${trace.events.length} events: ${Math.round(heapUsed / 1e6)} MB of heap used, ${Math.round(rss / 1e6)} MB resident, ${Math.round(process.resourceUsage().maxRSS / 1e3)} MB at most`,
);
