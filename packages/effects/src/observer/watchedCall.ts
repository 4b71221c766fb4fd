import type { EffectOutcome, ObservedEffect, ObservedInvocation, WatchedInvocation } from '@millrace/simulator';
import { callText, type Leaf } from '../call/callText.ts';
import { plainCopy } from '../call/plainCopy.ts';
import { RecordFinder, type RecordsFound } from '../call/recordFinder.ts';
import { shortKey } from '../call/shortKey.ts';
import { stableText } from '../call/stableText.ts';
import { Effect, type EffectFate, type EffectOwner, type EffectRequest, type Turns } from './effect.ts';
import type { EffectScope, EffectScopes, ScopedCall, Touched } from './effectScope.ts';
import { watchRecords } from './watchRecords.ts';

/** What a call tells whoever made it. */
export interface WatchedCallListener {
  readonly onAnswered: (call: WatchedCall) => void;
  readonly onGone: () => void;
  readonly onLateStart: (effect: Effect) => void;
  readonly onLateEnd: (effect: Effect) => void;
}

/** One invocation: its effects by number, and the fault that was asked for. */
export class WatchedCall implements WatchedInvocation, ScopedCall, EffectOwner {
  readonly #invocation: ObservedInvocation;
  /** The records themselves: to take one out of the list of the event is to touch it. */
  readonly #records: readonly unknown[];
  readonly #scopes: EffectScopes;
  readonly #listener: WatchedCallListener;
  readonly #effects: Effect[] = [];
  readonly #texts = new Map<string, boolean>();
  #finder: RecordFinder | undefined;
  #recordsText: string | undefined;
  #count = 0;
  #ended = 0;
  #hasAnswered = false;
  #isGone = false;
  #turns: Turns | undefined;
  /** The effects that began when another record than the last one had been touched last: they are made record by record. */
  readonly #madeByRecord = new Set<string>();

  constructor(invocation: ObservedInvocation, scopes: EffectScopes, listener: WatchedCallListener) {
    this.#invocation = invocation;
    this.#records = [...invocation.records];
    this.#scopes = scopes;
    this.#listener = listener;
  }

  get isGone(): boolean {
    return this.#isGone;
  }

  run<Result>(call: () => Result): Result {
    const { records } = this.#invocation;
    watchRecords(records, (index) => {
      const scope = this.#scopes.getStore();
      if (scope?.call !== this) return;
      const before = scope.touched;
      if (before !== undefined) {
        if (before.index === index && !before.isOver) return;
        if (this.#ended > before.endedBefore) before.isOver = true;
      }
      const touched = { index, endedBefore: this.#ended, isOver: false };
      this.#scopes.enterWith({ call: this, touched, inside: scope.inside });
    });
    return this.#scopes.run({ call: this, touched: undefined, inside: undefined }, call);
  }

  /** From now on what is done waits for its turn before the handler hears of it. */
  takesTurns(turns: Turns): void {
    this.#turns = turns;
  }

  turnOf(effect: Effect): Promise<void> | undefined {
    return this.#isGone || effect.hasEnded ? undefined : this.#turns?.(effect.number);
  }

  inside<Result>(effect: Effect, act: () => Result): Result {
    const touched = this.#scopes.getStore()?.touched;
    return this.#scopes.run({ call: this, touched, inside: effect }, act);
  }

  answered(): readonly ObservedEffect[] {
    this.#hasAnswered = true;
    this.#listener.onAnswered(this);
    const ended: ObservedEffect[] = [];
    for (const effect of this.#effects) {
      if (effect.hasEnded) ended.push(effect.told);
      else this.#becomesLate(effect);
    }
    this.#effects.length = 0;
    return ended;
  }

  gone(): void {
    this.#isGone = true;
    this.#listener.onGone();
  }

  /** The run is over: what has not ended by now is told as it stands. */
  leaves(effect: Effect): void {
    effect.isForgotten();
    this.#invocation.onLateEffect(effect.told);
  }

  /** Begins an effect. Where the process is gone already it is not even counted. */
  begin(request: EffectRequest, scope: EffectScope | undefined): Effect | 'gone' {
    if (this.#isGone) return 'gone';
    const number = ++this.#count;
    const effect = new Effect(this, this.#tell(request, number, scope?.touched), this.#fateOf(number));
    if (this.#hasAnswered) this.#becomesLate(effect);
    else this.#effects.push(effect);
    if (effect.fate === 'gone') this.#crash(effect, 'crashed');
    return effect;
  }

  /** Hears that an effect has ended; answers whether the handler may hear of it. */
  ended(effect: Effect): boolean {
    this.#ended++;
    const { fault } = this.#invocation;
    const wasGone = this.#isGone;
    if (!wasGone && fault !== undefined && 'crashAtEffect' in fault && fault.crashAtEffect === effect.number) {
      this.#crash(effect);
    }
    if (this.#hasAnswered && effect.told.when === 'afterAnswer') {
      this.#invocation.onLateEffect(effect.told);
      this.#listener.onLateEnd(effect);
    }
    return !this.#isGone;
  }

  #crash(effect: Effect, outcome?: EffectOutcome): void {
    const { fault, onCrash } = this.#invocation;
    if (fault === undefined || !('crashAtEffect' in fault)) return;
    this.gone();
    if (outcome !== undefined) effect.end(outcome);
    else if (fault.moment === 'during') effect.losesAnswer();
    onCrash(fault.as ?? 'error');
  }

  #fateOf(number: number): EffectFate {
    const { fault } = this.#invocation;
    if (fault === undefined) return 'goes';
    if ('crashAtEffect' in fault) {
      return fault.crashAtEffect === number && fault.moment === 'before' ? 'gone' : 'goes';
    }
    return fault.effect === number ? fault.fault : 'goes';
  }

  #becomesLate(effect: Effect): void {
    effect.isLate();
    this.#listener.onLateStart(effect);
  }

  #tell(request: EffectRequest, number: number, touched: Touched | undefined): ObservedEffect {
    const leaves: Leaf[] = [];
    const text = callText(request.call, this.#stable, leaves);
    const { name, kind } = request;
    const { index, several } = this.#recordsOf(name, leaves, touched);
    const { sequenceNumbers } = this.#invocation;
    const key = shortKey(request.key ?? text);
    const call = plainCopy(request.call);
    const afterMs = this.#invocation.elapsedMs();
    const outcome = 'pending';
    const when = 'beforeAnswer';
    if (index !== undefined) {
      const sequenceNumber = sequenceNumbers[index] as string;
      return { number, name, kind, key, sequenceNumber, outcome, when, call, afterMs };
    }
    if (several === undefined) return { number, name, kind, key, outcome, when, call, afterMs };
    const about = several.map((at) => sequenceNumbers[at] as string);
    return { number, name, kind, key, about, outcome, when, call, afterMs };
  }

  #recordsOf(name: string, leaves: readonly Leaf[], touched: Touched | undefined): RecordsFound {
    const records = this.#records;
    if (records.length === 0) return {};
    this.#finder ??= new RecordFinder(records);
    if (touched === undefined) return this.#finder.find(leaves, undefined);
    const { index, isOver } = touched;
    if (!isOver && index < records.length - 1) this.#madeByRecord.add(name);
    return this.#finder.find(leaves, { index, isTelling: !isOver && this.#madeByRecord.has(name) });
  }

  readonly #stable = (text: string): string => stableText(text, Date.now, this.#isOfRecords);

  /** Whether a piece of text stands in the records themselves. */
  readonly #isOfRecords = (piece: string): boolean => {
    const known = this.#texts.get(piece);
    if (known !== undefined) return known;
    this.#recordsText ??= JSON.stringify(this.#records);
    const isThere = this.#recordsText.includes(piece);
    this.#texts.set(piece, isThere);
    return isThere;
  };
}
