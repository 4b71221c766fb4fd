import type { LambdaRecord } from '@millrace/records';

/** A batch as Lambda delivers it. */
export interface BatchEvent {
  readonly Records: LambdaRecord[];
}

/** What one sample of a contender found, for each record. */
export interface Sample {
  readonly microseconds: number;
  readonly bytes: number;
}

const recordsInSample = 1000;

let sink = 0;

/** Takes values, so that nobody may leave out the work of making them. */
export function use(...values: readonly unknown[]): void {
  for (const value of values) if (value !== undefined) sink++;
}

/**
 * Makes this process a contender of `contest`: told `go`, it runs one sample and answers with µs a record.
 *
 * Each event is parsed anew, as in Lambda, where no record is met twice; only the work on it is timed.
 */
export function contend(text: string, recordsInEvent: number, work: (event: BatchEvent) => void | Promise<void>): void {
  const eventsInSample = recordsInSample / recordsInEvent;
  contendWith(async () => {
    let nanoseconds = 0n;
    for (let times = 0; times < eventsInSample; times++) {
      const event = JSON.parse(text) as BatchEvent;
      const start = process.hrtime.bigint();
      await work(event);
      nanoseconds += process.hrtime.bigint() - start;
    }
    if (sink === 0) throw new Error('Nothing was measured.');
    const microseconds = Number(nanoseconds) / 1000 / eventsInSample / recordsInEvent;
    return { microseconds, bytes: text.length / recordsInEvent };
  });
}

/** Makes this process a contender of `contest` that takes its samples itself. */
export function contendWith(sample: () => Promise<Sample>): void {
  process.on('message', () => void sample().then((found) => process.send?.(found)));
}
