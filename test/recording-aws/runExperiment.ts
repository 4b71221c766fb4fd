import type { Aws } from './awsPort.ts';
import { type Asked, callsIn, type Capture, type SentDocument, type Write } from './capture.ts';
import type { Change, Experiment, Obey, Step } from './experiments/experiment.ts';

/** What the outputs of the template name. */
export interface Stack {
  readonly StreamArn: string;
  readonly FunctionName: string;
  readonly QueueArn: string;
}

const slowestChangeMs = 15 * 60_000;
/** LATEST may miss what is written in the minutes after a creation. */
const startingMs = 2 * 60_000;
/** Logs and documents arrive a while after what they tell of. */
const settlingMs = 30_000;

/** Runs one experiment, from a mapping of its own to the end of that, and answers with what was seen. */
export async function runExperiment(experiment: Experiment, stack: Stack, aws: Aws): Promise<Capture> {
  await aws.documents(); // What an experiment before it left behind.
  const run = new Run(experiment, aws);
  const uuid = await run.create(stack);
  try {
    if (experiment.before !== undefined) {
      // LATEST, so that no record of an earlier experiment is seen.
      await run.until('Enabled');
      await aws.wait(startingMs);
      await run.change({ do: 'disable' });
      for (const step of experiment.before) await run.step(step);
      await run.change({ do: 'enable' });
    }
    if (experiment.mapping['Enabled'] === false) await run.until('Disabled');
    const enabledAtMs = aws.now();
    for (const step of experiment.steps) await run.step(step);
    const endedAtMs = aws.now();
    await aws.wait(settlingMs);
    const calls = callsIn(await aws.messages(run.sinceMs));
    const documents = (await aws.documents()).map((body) => JSON.parse(body) as SentDocument);
    const dropped = experiment.hasDestination === false ? await aws.dropped(uuid, run.sinceMs) : 0;
    return { enabledAtMs, endedAtMs, writes: run.writes, asked: run.asked, calls, documents, dropped };
  } finally {
    await aws.throttle(false);
    await aws.deleteMapping(uuid);
  }
}

/** An experiment under way: what was written and asked for so far. */
class Run {
  readonly sinceMs: number;
  readonly writes: Write[] = [];
  readonly asked: Asked[] = [];
  readonly #experiment: Experiment;
  readonly #aws: Aws;
  #uuid = '';

  constructor(experiment: Experiment, aws: Aws) {
    this.#experiment = experiment;
    this.#aws = aws;
    this.sinceMs = aws.now();
  }

  async create({ StreamArn, FunctionName, QueueArn }: Stack): Promise<string> {
    const { mapping, hasDestination } = this.#experiment;
    this.asked.push({ atMs: this.#aws.now(), do: 'create' });
    this.#uuid = await this.#aws.createMapping({
      ...mapping,
      EventSourceArn: StreamArn,
      FunctionName,
      StartingPosition: 'LATEST',
      Enabled: mapping['Enabled'] ?? true,
      ...(hasDestination !== false && { DestinationConfig: { OnFailure: { Destination: QueueArn } } }),
    });
    return this.#uuid;
  }

  async step(step: Step): Promise<void> {
    switch (step.do) {
      case 'put':
        for (const obey of step.items) await this.#put(obey);
        return;
      case 'trickle': {
        const endMs = this.#aws.now() + step.forMs;
        while (this.#aws.now() < endMs) {
          await this.#put({});
          await this.#aws.wait(step.everyMs);
        }
        return;
      }
      case 'wait':
        return this.#aws.wait(step.forMs);
      case 'ask':
        return this.#ask(step.change);
      case 'throttle':
      case 'release':
        this.asked.push({ atMs: this.#aws.now(), do: step.do });
        return this.#aws.throttle(step.do === 'throttle');
      default:
        return this.change(step);
    }
  }

  /** Asks for a change, and waits until it is done. */
  async change(change: Change): Promise<void> {
    await this.#ask(change);
    await this.until(change.do === 'disable' ? 'Disabled' : 'Enabled');
  }

  async until(wanted: string): Promise<void> {
    const endMs = this.#aws.now() + slowestChangeMs;
    for (;;) {
      const state = await this.#aws.stateOf(this.#uuid);
      if (state === wanted) return;
      if (this.#aws.now() > endMs)
        throw new Error(
          `Mapping ${this.#uuid} is ${state} after 15 minutes, expected ${wanted}. Delete it, and run the experiment again.`,
        );
      await this.#aws.wait(5000);
    }
  }

  async #ask(change: Change): Promise<void> {
    this.asked.push({ atMs: this.#aws.now(), ...change });
    await this.#aws.updateMapping(
      this.#uuid,
      change.do === 'update' ? change.mapping : { Enabled: change.do === 'enable' },
    );
  }

  async #put(obey: Obey): Promise<void> {
    const n = this.writes.length + 1;
    const { item = String(n), padBytes = 0 } = obey;
    const id = `${this.#experiment.id}-${item}-${this.sinceMs}`;
    this.writes.push({ n, atMs: this.#aws.now(), item, id, obey });
    await this.#aws.put({
      id: { S: id },
      n: { N: String(n) },
      obey: { S: JSON.stringify(obey) },
      ...(padBytes > 0 && { padding: { S: 'x'.repeat(padBytes) } }),
    });
  }
}
