import type { DynamoDBRecord } from 'aws-lambda';
import type { NotTried } from './checkUpResult.ts';
import { endedBy } from './endedBy.ts';
import type { Probe } from './probe.ts';
import type { CheckTask, ProbeFacts, Unset } from './probeFacts.ts';
import { withLoadAdvice } from './withLoadAdvice.ts';
import { CheckWorker } from './worker.ts';

/** How much longer a call may take when a probe that ran out of time while the process was busy is tried again. */
const patienceOfRetry = 10;
const outOfTime = 'the time was up';
/** More than anything takes that is not stuck; a budget that is larger is for machines that are slower. */
const leastPatienceMs = 20_000;

/** The probes that were run, one after the other, each in a process that has the handler loaded. */
export class Session {
  readonly #facts: ProbeFacts[] = [];
  readonly #notTried: NotTried[] = [];
  readonly #unset = new Map<string, Unset>();
  readonly #endsAt: number;
  readonly #mostMs: number;
  readonly #start: () => CheckWorker;
  #worker: CheckWorker | undefined;
  /** Starts while another one works, where each probe has a process of its own. */
  #spare: CheckWorker | undefined;
  #exported: readonly DynamoDBRecord[] = [];
  #isLoaded = true;
  #hasLoaded = false;
  #isolates = false;

  constructor(task: CheckTask, memoryMb: number, endsAt: number) {
    this.#mostMs = Math.max(leastPatienceMs, (endsAt - Date.now()) / 8);
    this.#start = () => new CheckWorker(task, memoryMb);
    this.#endsAt = endsAt;
  }

  /** From now on each probe has a process of its own. */
  isolate(): void {
    this.#isolates = true;
    this.#renew();
  }

  /** Forgets what was run, and begins anew in another process. */
  restart(): void {
    this.#facts.length = 0;
    this.#notTried.length = 0;
    this.#renew();
  }

  /** From now on all probes have one process. */
  share(): void {
    this.#isolates = false;
  }

  /** Records of a stream that the module of the handler exports. */
  async exported(): Promise<readonly DynamoDBRecord[]> {
    await this.#started();
    return this.#exported;
  }

  get hasExported(): boolean {
    return this.#exported.length > 0;
  }

  async run(each: Probe): Promise<void> {
    if (!this.#isLoaded) return;
    if (this.#left() <= 0) return this.leave(each.name, outOfTime);
    let first = await this.#tried(each);
    // In a process that has just started, what is loaded late looks like an empty event loop.
    if (first?.isForgotten === true && this.#left() > 0) first = (await this.#tried(each)) ?? first;
    if (first?.ranOut === undefined || first.died !== undefined) return this.#keep(each, first);
    const isBusy = first.ranOut === 'busy';
    if (!isBusy && !isClean(each)) return this.#keep(each, first);
    // On a busy machine a cut says nothing of the handler; and what hangs indeed does so twice.
    this.#renew();
    if (this.#left() <= 0) return this.leave(each.name, outOfTime);
    const patience = isBusy ? patienceOfRetry : 1;
    const second = await this.#tried({ ...each, realTimeoutMs: patience * each.realTimeoutMs });
    if (second !== undefined || !this.#isLoaded) return this.#keep(each, second);
    this.leave(each.name, `no answer in ${each.realTimeoutMs} ms of real time; then ${outOfTime}`);
  }

  /** A run that no judge looks at. */
  async aside(each: Probe): Promise<ProbeFacts | undefined> {
    if (!this.#isLoaded || this.#left() <= 0) return undefined;
    const facts = await this.#tried(each);
    return facts?.died === undefined && facts?.ranOut === undefined ? facts : undefined;
  }

  leave(what: string, why: string): void {
    this.#notTried.push({ what, why });
  }

  factsOf(kind: Probe['kind']): ProbeFacts | undefined {
    return this.#facts.find(({ probe: { kind: found } }) => found === kind);
  }

  get found(): { facts: readonly ProbeFacts[]; notTried: readonly NotTried[]; unset: readonly Unset[] } {
    return { facts: this.#facts, notTried: this.#notTried, unset: [...this.#unset.values()] };
  }

  stop(): void {
    this.#worker?.stop();
    this.#spare?.stop();
    this.#worker = undefined;
    this.#spare = undefined;
  }

  #left(): number {
    return this.#endsAt - Date.now();
  }

  /** For one process to load its handler, or to run a probe. */
  #patienceMs(): number {
    return Math.min(this.#left(), this.#mostMs);
  }

  #renew(): void {
    this.#worker?.stop();
    this.#worker = undefined;
  }

  /** What a run came to; a run without faults that gets nowhere is telling, any other is not. */
  #keep(each: Probe, facts: ProbeFacts | undefined): void {
    if (this.#isolates) this.#renew();
    if (facts === undefined) return this.#isLoaded ? this.leave(each.name, outOfTime) : undefined;
    const { realTimeoutMs, functionTimeoutMs } = facts.probe;
    if (facts.died !== undefined && !isClean(each)) return this.leave(each.name, facts.died);
    if (facts.ranOut === 'busy') return this.leave(each.name, 'it took too long on this machine');
    if (facts.ranOut === 'waiting' && !(isClean(each) && realTimeoutMs >= functionTimeoutMs))
      return this.leave(each.name, cutText(realTimeoutMs, functionTimeoutMs));
    this.#facts.push(facts);
  }

  /** `undefined` when the time is up, or the handler does not load. A process that is stuck without using the processor is replaced once. */
  async #tried(each: Probe): Promise<ProbeFacts | undefined> {
    const facts = await this.#triedOnce(each);
    const isStuck = facts === undefined && this.#isLoaded && this.#left() > 0;
    return isStuck ? this.#triedOnce(each) : facts;
  }

  async #triedOnce(each: Probe): Promise<ProbeFacts | undefined> {
    const worker = this.#worker ?? (await this.#started());
    if (worker === undefined) return undefined;
    if (this.#isolates) this.#spare ??= this.#start();
    const answer = await worker.run(each, this.#patienceMs());
    if (answer?.kind === 'facts') {
      for (const one of answer.unset) this.#unset.set(one.name, one);
      return answer.facts;
    }
    const died = worker.end ?? (worker.isSpinning ? 'it did not let go of the process' : undefined);
    this.#renew();
    return died === undefined ? undefined : endedBy(each, died);
  }

  async #started(): Promise<CheckWorker | undefined> {
    const worker = this.#spare ?? this.#start();
    this.#spare = undefined;
    this.#worker = worker;
    const answer = await worker.next(this.#patienceMs());
    if (answer?.kind === 'ready') {
      this.#hasLoaded = true;
      this.#exported = answer.records;
      return worker;
    }
    const isTime = answer === undefined && worker.end === undefined && !worker.isSpinning;
    if (!this.#hasLoaded || !isTime) {
      this.#isLoaded = false;
      for (const one of answer?.kind === 'notLoaded' ? answer.unset : []) this.#unset.set(one.name, one);
      const why =
        answer?.kind === 'notLoaded'
          ? withLoadAdvice(answer.error)
          : (worker.end ?? 'it was not loaded when the time was up');
      this.#notTried.push({ what: 'everything: the handler does not load', why });
    }
    this.#renew();
    return undefined;
  }
}

/** A run without faults: that it gets nowhere is telling. */
function isClean({ kind }: Probe): boolean {
  return kind === 'batch';
}

function cutText(realTimeoutMs: number, functionTimeoutMs: number): string {
  const cut = `no answer in ${realTimeoutMs} ms of real time`;
  return realTimeoutMs < functionTimeoutMs ? `${cut}; its time-out is ${functionTimeoutMs} ms (--budget)` : cut;
}
