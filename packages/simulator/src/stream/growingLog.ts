import type { GrowingStream } from './growingStream.ts';
import type { FirstRecord } from './recordLog.ts';
import type { ShardLog } from './shardLog.ts';
import { sourcedRecord, type SourcedRecord, type SourceOptions } from './sourcedRecord.ts';

/** What one mapping has read of a stream that grows; everything is held, as the table may always be written to. */
export class GrowingLog implements ShardLog {
  readonly #stream: GrowingStream;
  readonly #options: SourceOptions;
  readonly #held: SourcedRecord[] = [];

  constructor(stream: GrowingStream, options: SourceOptions) {
    this.#stream = stream;
    this.#options = options;
  }

  first(): Promise<FirstRecord | undefined> {
    return this.#stream.first();
  }

  pullThrough(_position: number, nowMs: number): Promise<void> | undefined {
    const decided = this.#stream.decide(nowMs);
    if (decided !== undefined) return decided.then(() => this.#hold());
    this.#hold();
    return undefined;
  }

  at(position: number): SourcedRecord | undefined {
    return this.#held[position];
  }

  slice(from: number, to: number): readonly SourcedRecord[] {
    return this.#held.slice(from, to);
  }

  nextAtMs(position: number): number | undefined {
    this.#hold();
    return this.#held[position]?.createdAtMs ?? this.#stream.nextAtMs();
  }

  /** A table can be written to for ever. */
  endsAt(): boolean {
    return false;
  }

  forgetBefore(): void {}

  keepAll(): void {}

  close(): Promise<void> {
    return this.#stream.close();
  }

  #hold(): void {
    for (let at = this.#held.length; at < this.#stream.decided.length; at++) {
      const wire = this.#stream.decided[at];
      if (wire !== undefined) this.#held.push(sourcedRecord(wire, this.#held.at(-1), this.#options));
    }
  }
}
