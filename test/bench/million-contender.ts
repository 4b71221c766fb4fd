/** Simulates many invocations, started by million.ts; prints the most memory that this process had resident. */
import { simulate } from '@millrace/simulator';
import { modify } from './modify.ts';

const [what = 'run', wanted = '1000000'] = process.argv.slice(2);
const count = Number(wanted);

function* stream() {
  for (let index = 0; index < count; index++) yield modify(index);
}

let calls = 0;
const trace = await simulate({
  handler: async () => {
    calls++;
    if (what === 'failures' && calls % 2 === 1) throw new Error('The first call of each record fails.');
    return what === 'reports' ? { batchItemFailures: [] } : undefined;
  },
  records: stream(),
  mapping: {
    StartingPosition: 'TRIM_HORIZON',
    BatchSize: 1,
    MaximumRetryAttempts: 2,
    FunctionResponseTypes: what === 'reports' ? ['ReportBatchItemFailures'] : [],
  },
});
const runMb = mostMb();
const read = whatIsRead();
const afterwards = read === '' ? '' : `, ${mostMb()} MB once ${read} are read`;
console.log(`${what}: ${calls} calls, ${runMb} MB resident at most${afterwards}`);

function whatIsRead(): string {
  if (what === 'events') return `its ${trace.events.length} events`;
  if (what !== 'views') return '';
  const { invocations, checkpoints, metrics } = trace;
  return `its ${invocations.length} invocations, ${checkpoints.length} checkpoints and metrics of ${metrics.PolledEventCount} records`;
}

function mostMb(): number {
  return Math.round(process.resourceUsage().maxRSS / 1e3);
}
