import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { bundledProgram } from './bundledProgram.ts';
import type { Sample } from './contender.ts';
import { median } from './median.ts';

/** What a contest found. */
export interface Result<Name extends string> {
  /** Median µs a record of each contender. */
  readonly microseconds: Readonly<Record<Name, number>>;
  /** How many samples each median is of. */
  readonly rounds: number;
  /** JSON of a record. */
  readonly bytes: number;
}

const warmUps = 20;
const processesEach = 5;

/**
 * Lets the contenders of a file, which calls `contend`, run on the same records.
 *
 * Every contender has a process of its own, as it would have in Lambda: in one process they spoil each other's inline
 * caches, and a for-in loop of one speeds up the `Object.entries` of another. Every round asks each of them for one
 * sample, one after the other, so that a slow moment of the machine hits all. A process may be slow all its life, by
 * the core that it runs on or by what V8 makes of it, so the rounds, `atLeast` so many, are shared out to five processes of each, one after the other.
 * The figures are medians over the rounds. Read the ratios: absolute times are of this machine.
 */
export async function contest<Name extends string>(
  file: string,
  names: readonly Name[],
  recordsInEvent: number,
  atLeast: number,
): Promise<Result<Name>> {
  const { program, remove } = await bundledProgram(file);
  try {
    const samples: Sample[][] = names.map(() => []);
    for (let times = 0; times < processesEach; times++) {
      const children = names.map((name) => fork(program, [name, String(recordsInEvent)], { execArgv: [] }));
      try {
        await measure(children, Math.ceil(atLeast / processesEach), samples);
      } finally {
        for (const child of children) child.kill();
      }
    }
    const medians = samples.map((all) => median(all.map(({ microseconds }) => microseconds)));
    const microseconds = Object.fromEntries(names.map((name, at) => [name, medians[at]])) as Record<Name, number>;
    return { microseconds, rounds: samples[0]?.length ?? 0, bytes: Math.round(samples[0]?.[0]?.bytes ?? 0) };
  } finally {
    remove();
  }
}

async function measure(children: readonly ChildProcess[], rounds: number, samples: readonly Sample[][]): Promise<void> {
  for (let round = -warmUps; round < rounds; round++) {
    for (const [at, child] of children.entries()) {
      const answer = answerOf(child);
      child.send('go');
      const sample = (await answer) as Sample | number | null;
      if (typeof sample !== 'object' || sample === null) throw new Error(`A contender ended with code ${sample}.`);
      if (round >= 0) samples[at]?.push(sample);
    }
  }
}

/** What a child says next, or the code with which it ends. */
async function answerOf(child: ChildProcess): Promise<unknown> {
  const heard = new AbortController();
  const { signal } = heard;
  try {
    const [answer] = await Promise.race([once(child, 'message', { signal }), once(child, 'exit', { signal })]);
    return answer;
  } finally {
    heard.abort(); // The other of the two would go on listening, one more in each round.
  }
}
