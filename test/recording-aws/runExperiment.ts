import type { Aws } from './awsPort.ts';
import { callsIn, type Capture, type SentDocument } from './capture.ts';
import type { Experiment, Obey } from './experiments.ts';

/** What the outputs of the template name. */
export interface Stack {
  readonly StreamArn: string;
  readonly FunctionName: string;
  readonly QueueArn: string;
}

const slowestChangeMs = 15 * 60_000;
/** Logs and documents arrive a while after what they tell of. */
const settlingMs = 30_000;

/** Runs one experiment, from a mapping of its own to the end of that, and answers with what was seen. */
export async function runExperiment(experiment: Experiment, stack: Stack, aws: Aws): Promise<Capture> {
  await aws.documents(); // What an experiment before it left behind.
  const sinceMs = aws.now();
  const uuid = await aws.createMapping({
    ...experiment.mapping,
    EventSourceArn: stack.StreamArn,
    FunctionName: stack.FunctionName,
    StartingPosition: 'LATEST',
    Enabled: true,
    DestinationConfig: { OnFailure: { Destination: stack.QueueArn } },
  });
  let n = 0;
  const put = async (items: readonly Obey[]): Promise<void> => {
    for (const obey of items) {
      const id = `${experiment.id}-${++n}-${sinceMs}`;
      await aws.put({ id: { S: id }, n: { N: String(n) }, obey: { S: JSON.stringify(obey) } });
    }
  };
  try {
    // LATEST, so that no record of an earlier experiment is seen; it may miss some at its creation, so it is given time.
    await until(aws, uuid, 'Enabled');
    await aws.wait(2 * 60_000);
    await change(aws, uuid, false);
    const [first, ...steps] = experiment.steps;
    if (first?.do === 'put') await put(first.items);
    await change(aws, uuid, true);
    const enabledAtMs = aws.now();
    for (const step of steps) {
      if (step.do === 'put') await put(step.items);
      else if (step.do === 'wait') await aws.wait(step.forMs);
      else await change(aws, uuid, step.do === 'enable');
    }
    await aws.wait(settlingMs);
    const calls = callsIn(await aws.messages(sinceMs));
    const documents = (await aws.documents()).map((body) => JSON.parse(body) as SentDocument);
    return { enabledAtMs, calls, documents };
  } finally {
    await aws.deleteMapping(uuid);
  }
}

async function change(aws: Aws, uuid: string, enabled: boolean): Promise<void> {
  await aws.setEnabled(uuid, enabled);
  await until(aws, uuid, enabled ? 'Enabled' : 'Disabled');
}

async function until(aws: Aws, uuid: string, wanted: string): Promise<void> {
  const endMs = aws.now() + slowestChangeMs;
  for (;;) {
    const state = await aws.stateOf(uuid);
    if (state === wanted) return;
    if (aws.now() > endMs)
      throw new Error(
        `Mapping ${uuid} is ${state} after 15 minutes, expected ${wanted}. Delete it, and run the experiment again.`,
      );
    await aws.wait(5000);
  }
}
