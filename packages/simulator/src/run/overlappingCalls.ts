/** A call that has begun and not answered yet. */
interface OverlappingCall {
  /** The earliest moment at which it can answer: it may take longer by what its handler spends. */
  readonly leastEndMs: number;
  readonly isDone: Promise<void>;
}

/**
 * The calls that are under way at once, with `interleave`. Time may pass up to the moment at which the first of them
 * could answer; then that one is awaited, and meanwhile all of them go on at their awaits.
 */
export class OverlappingCalls {
  readonly #calls = new Set<OverlappingCall>();

  begin(leastEndMs: number, isDone: Promise<void>): void {
    const call = { leastEndMs, isDone };
    this.#calls.add(call);
    const leave = (): void => void this.#calls.delete(call);
    isDone.then(leave, () => undefined); // One that failed stays, so that who awaits it hears of it.
  }

  /** When the first of them may answer; undefined when none is under way. */
  get leastEndMs(): number | undefined {
    return this.#first()?.leastEndMs;
  }

  /** Awaits the one that may answer first. */
  async awaitFirst(): Promise<void> {
    await this.#first()?.isDone;
  }

  #first(): OverlappingCall | undefined {
    let first: OverlappingCall | undefined;
    for (const call of this.#calls) if (first === undefined || call.leastEndMs < first.leastEndMs) first = call;
    return first;
  }
}
