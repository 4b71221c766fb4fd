import { simulate } from '@millrace/simulator';

// One figure of `effects.ts`, as JSON, in a process that does nothing else.

const what = process.argv[2];
const place = Symbol.for('millrace.effects');
type Send = (to: string, amount: number) => Promise<string> | string;

const records = Array.from({ length: 100 }, (_, at) => ({
  eventID: `event-${at}`,
  eventName: 'INSERT' as const,
  eventVersion: '1.1',
  eventSource: 'aws:dynamodb',
  awsRegion: 'eu-west-1',
  dynamodb: {
    ApproximateCreationDateTime: 1767225600,
    Keys: { orderId: { S: `order-${at}` } },
    NewImage: { orderId: { S: `order-${at}` }, totalCents: { N: String(at) } },
    SequenceNumber: String(1000 + at),
    SizeBytes: 100,
    StreamViewType: 'NEW_IMAGE' as const,
  },
}));
type Event = { readonly Records: typeof records };
const mapping = { StartingPosition: 'TRIM_HORIZON' as const, BatchSize: 100 };

async function wrapped(): Promise<Send> {
  const { effects } = await import('@millrace/effects');
  return effects.wrap('send', async (to: string, amount: number) => `${to} ${amount}`);
}

/** How many units `round` does, each of `units`, in a second of the clock and of the processors, over two seconds after a warm-up. */
async function perSecond(units: number, round: () => Promise<unknown>): Promise<{ clock: number; processors: number }> {
  for (const end = Date.now() + 500; Date.now() < end; ) await round();
  const usedAt = process.cpuUsage();
  const begunAt = performance.now();
  let rounds = 0;
  while (performance.now() - begunAt < 2000) {
    await round();
    rounds++;
  }
  const tookMs = performance.now() - begunAt;
  const { user, system } = process.cpuUsage(usedAt);
  return { clock: (rounds * units * 1000) / tookMs, processors: (rounds * units * 1e6) / (user + system) };
}

/** The modules of millrace's effects, and of what they stand on, that this process has loaded. */
function loaded(): boolean {
  return Reflect.has(globalThis, place);
}

if (what === 'plain' || what === 'loaded') {
  if (what === 'loaded') await import('@millrace/effects');
  const single = { StartingPosition: 'TRIM_HORIZON' as const, BatchSize: 1 };
  const speed = await perSecond(records.length, () =>
    simulate({ handler: async () => undefined, records, mapping: single }),
  );
  console.log(JSON.stringify({ perSecond: speed, loaded: loaded() }));
} else if (what === 'wrapped') {
  const send = await wrapped();
  const handler = async ({ Records }: Event): Promise<void> => {
    for (let turn = 0; turn < 10; turn++) {
      for (const { dynamodb } of Records) await send(dynamodb.Keys.orderId.S, turn);
    }
  };
  console.log(
    JSON.stringify({ perSecond: await perSecond(10 * records.length, () => simulate({ handler, records, mapping })) }),
  );
} else {
  const send = await wrapped();
  const handler = async ({ Records }: Event): Promise<void> => {
    for (let turn = 0; turn < 10_000; turn++) {
      for (const { dynamodb } of Records) await send(dynamodb.Keys.orderId.S, turn);
    }
  };
  const collect = (): number => {
    (globalThis as { gc?: () => void }).gc?.();
    return process.memoryUsage().heapUsed;
  };
  const before = collect();
  // In a hundred calls: what a call has under way is held until it answers.
  const inHundred = { ...mapping, BatchSize: 1 };
  const trace = await simulate({ handler, records, mapping: inHundred, functionTimeoutMs: 900_000 });
  const bytes = collect() - before;
  if (trace.events.length < 1_000_000) throw new Error(`There are ${trace.events.length} events.`);
  const { rss } = process.memoryUsage();
  console.log(JSON.stringify({ bytes, resident: rss }));
}
