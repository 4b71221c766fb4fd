/**
 * What one failure costs, with Powertools' BatchProcessor and with `batchHandler`, on the same simulated mapping:
 * 100 records of 10 items in one batch, of which the eleventh fails three times and then succeeds. From the root:
 *
 *   npx tsx --conditions=@millrace/source test/bench/handler-comparison.ts
 */
import { BatchProcessor, EventType, processPartialResponse } from '@aws-lambda-powertools/batch';
import { batchHandler } from '@millrace/handler';
import { idempotent, InMemoryPersistenceLayer } from '@millrace/handler/idempotency';
import { defineStream, type } from '@millrace/records';
import { type LambdaHandler, simulate } from '@millrace/simulator';

const records = 100;
const items = 10;
const failingRecord = 10; // Counted from 0.
const failures = 3;

/** What became of the scenario with one contender. */
export interface Cost {
  readonly contender: string;
  readonly invocations: number;
  /** How often the handler of a record succeeded, so that whatever it does happened. */
  readonly effects: number;
  /** Effects beyond one for each record. */
  readonly duplicates: number;
  /** Effects on an item after a later change of that item had taken effect. */
  readonly stepsBack: number;
}

/** Replays the scenario with every contender. */
export async function compareCosts(): Promise<Cost[]> {
  const costs: Cost[] = [];
  for (const [contender, make] of Object.entries(contenders)) costs.push(await costOf(contender, make));
  return costs;
}

interface Step {
  readonly orderId: string;
  readonly step: number;
}

const steps = defineStream({ item: type<Step>(), keys: ['orderId'] });

/** Runs the work of a record: counts it as an effect, or throws. */
type Work = (step: number) => Promise<void>;

interface MarshalledStep {
  readonly dynamodb: { readonly NewImage: { readonly step: { readonly N: string } } };
}

// A processor keeps state, so each call gets its own, which is Powertools' own advice for overlapping calls.
function powertools(work: Work, options: { readonly processInParallel: boolean }): LambdaHandler {
  return (event, context) =>
    processPartialResponse(
      event,
      (record: MarshalledStep) => work(Number(record.dynamodb.NewImage.step.N)),
      new BatchProcessor(EventType.DynamoDBStreams),
      { context, ...options, throwOnFullBatchFailure: false },
    );
}

const quiet = { debug() {}, warn() {}, error() {} };

function millrace(work: Work, concurrency: number): LambdaHandler {
  return batchHandler(steps, { onInsert: (record) => work(record.newImage.step) }, { concurrency, logger: quiet });
}

const contenders: Readonly<Record<string, (work: Work) => LambdaHandler>> = {
  'Powertools BatchProcessor': (work) => powertools(work, { processInParallel: true }),
  'Powertools, processInParallel: false': (work) => powertools(work, { processInParallel: false }),
  'millrace batchHandler': (work) => millrace(work, 1),
  'millrace, concurrency: 10': (work) => millrace(work, 10),
  'millrace, concurrency: 10, idempotent': (work) =>
    batchHandler(
      steps,
      {
        onInsert: idempotent((record) => work(record.newImage.step), {
          persistenceStore: new InMemoryPersistenceLayer(),
          keyPrefix: 'work',
        }),
      },
      { concurrency: 10, logger: quiet },
    ),
};

async function costOf(contender: string, make: (work: Work) => LambdaHandler): Promise<Cost> {
  const effects: number[] = [];
  let left = failures;
  const handler = make(async (step) => {
    await Promise.resolve();
    if (step === failingRecord && left-- > 0) throw new Error('not now');
    effects.push(step);
  });
  const { invocations } = await simulate({
    handler,
    records: Array.from({ length: records }, (_, step) => steps.insert({ orderId: `order-${step % items}`, step })),
    mapping: { StartingPosition: 'TRIM_HORIZON', BatchSize: 100, FunctionResponseTypes: ['ReportBatchItemFailures'] },
  });
  const duplicates = effects.length - new Set(effects).size;
  return {
    contender,
    invocations: invocations.length,
    effects: effects.length,
    duplicates,
    stepsBack: stepsBackIn(effects),
  };
}

function stepsBackIn(effects: readonly number[]): number {
  const lastOfItem = new Map<number, number>();
  let stepsBack = 0;
  for (const step of effects) {
    if (step < (lastOfItem.get(step % items) ?? -1)) stepsBack += 1;
    lastOfItem.set(step % items, step);
  }
  return stepsBack;
}

/** The costs as a table. */
export function costTable(costs: readonly Cost[]): string {
  const line = (...cells: readonly (string | number)[]): string =>
    cells.map((cell, place) => (place === 0 ? String(cell).padEnd(38) : String(cell).padStart(12))).join('');
  return [
    line('', 'invocations', 'effects', 'duplicates', 'steps back'),
    ...costs.map((cost) => line(cost.contender, cost.invocations, cost.effects, cost.duplicates, cost.stepsBack)),
  ].join('\n');
}

async function main(): Promise<void> {
  console.log(`${records} records of ${items} items in one batch; the eleventh fails ${failures} times.\n`);
  console.log(costTable(await compareCosts()));
}

// Tests import this file too, as CommonJS, where there is no `await` at the top.
if (process.argv[1]?.endsWith('handler-comparison.ts')) void main();
