import type { Command } from '../core/command.ts';
import { isCalling } from '../core/poller.ts';
import type { PollerRules } from '../core/pollerRules.ts';
import { transition, type PollerEvent } from '../core/transition.ts';
import { filterWarnings } from '../filter/filterWarnings.ts';
import { applyAction } from './applyAction.ts';
import type { CallWatch } from '../function/callWatch.ts';
import type { Attempts } from './attempts.ts';
import type { FailureDestination } from '../destination/failureDestination.ts';
import { nothingInvoked } from './nothingInvoked.ts';
import { lateAnswer } from '../function/runtimeWarnings.ts';
import { malformedReportWarnings } from '../function/malformedReportWarnings.ts';
import { creationTimes } from './creationTimes.ts';
import { createOutlets } from './outlets.ts';
import { OverlappingCalls } from './overlappingCalls.ts';
import { startChildren, startShard } from './startShard.ts';
import { planEffects, planLateEffects } from './planEffects.ts';
import { putInForce } from './putInForce.ts';
import { pollerRulesOf } from './pollerRulesOf.ts';
import { eventOf, numbers, withAssumption } from './recorder.ts';
import { requestIds, type RequestIds } from './requestIdOf.ts';
import { Polls } from './polls.ts';
import { shardOf } from './shardOf.ts';
import { readerWarnings } from './shardReaders.ts';
import type { Scenario } from '../scenario/scenario.ts';
import type { ResolvedScenario } from '../scenario/resolveScenario.ts';
import type { ScenarioAction } from '../scenario/scenarioOptions.ts';
import { type OrderedRead, type SimulationEvent, type SimulationState } from './simulationState.ts';
import type { SourcedRecord } from '../stream/sourcedRecord.ts';
import { mappingWarnings } from './mappingWarnings.ts';
import { responseWarnings } from '../function/responseWarnings.ts';
import type { Warning } from '../trace/warning.ts';
import { warnOnce } from './warnOnce.ts';

/**
 * Carries out what the pollers decide: asks the transition, performs its commands, answers its reads, and appends every
 * step to the trace. It decides nothing itself.
 */
export class Driver {
  readonly #resolved: ResolvedScenario;
  readonly #scenario: Scenario;
  readonly #state: SimulationState;
  readonly #attempts: Attempts;
  readonly #destination: FailureDestination;
  readonly #epochMs: number;
  readonly #requestId: RequestIds;
  readonly #creationTimes = creationTimes();
  /** The calls that are under way at once, with `interleave`. */
  readonly overlapping = new OverlappingCalls();
  #rules: PollerRules;
  readonly #polls: Polls;

  constructor(resolved: ResolvedScenario, scenario: Scenario, state: SimulationState, watch: CallWatch) {
    this.#resolved = resolved;
    this.#scenario = scenario;
    this.#state = state;
    this.#requestId = requestIds(scenario.seed);
    this.#epochMs = Date.parse(scenario.startAt);
    this.#polls = new Polls(state, scenario.semantics);
    this.#rules = this.#rulesInForce();
    const ports = { warn: (warnings: readonly Warning[], atMs: number) => this.#warn(warnings, atMs), watch };
    ({ attempts: this.#attempts, destination: this.#destination } = createOutlets(resolved, scenario, state, ports));
  }

  /** Starts the shards that have no parents and plans the scenario's actions; once. */
  begin(): void {
    const state = this.#state;
    if (state.hasBegun) return;
    state.hasBegun = true;
    state.growing?.whenGrown(() => this.#polls.grown());
    this.#warn(mappingWarnings(state.mapping));
    this.#warn(readerWarnings(this.#scenario.semantics));
    this.#warn(filterWarnings(state.mapping.FilterCriteria));
    const { startUpDelayMs } = this.#scenario.semantics;
    for (const [shardId, shard] of state.shards)
      if (shard.parents.length === 0) startShard(shardId, state, startUpDelayMs);
    for (const action of this.#resolved.actions) this.plan(action);
  }

  plan(action: ScenarioAction): void {
    // S3: these are updates to AWS, which take effect later.
    const isUpdate = action.do === 'update' || action.do === 'disable' || action.do === 'enable';
    const delayMs = isUpdate ? this.#scenario.semantics.updateDelayMs : 0;
    this.#state.agenda.add(action.atMs + delayMs, { kind: 'action', action });
  }

  /** Lets one thing happen; a promise when the user's code or records are awaited. */
  happen(event: SimulationEvent): Promise<void> | undefined {
    switch (event.kind) {
      case 'poller':
        return this.#dispatch(event.shardId, event.event);
      case 'read':
        return this.#read(event);
      case 'action':
        return this.#act(event.action);
      case 'shardStart':
        startShard(event.shardId, this.#state);
        return undefined;
      case 'effects':
        for (const effect of event.effects) this.#state.events.push(effect);
        return undefined;
    }
  }

  /** The one step: the pure transition decides, the commands are carried out in order. */
  #dispatch(shardId: string, event: PollerEvent): Promise<void> | undefined {
    const shard = shardOf(this.#state, shardId);
    const { poller, commands } = transition(shard.poller, event, this.#state.nowMs, this.#rules, shard.callRules);
    shard.poller = poller;
    if (shard.callRules !== undefined && !poller.restarts && (poller.isEnabled || !isCalling(poller)))
      shard.callRules = undefined; // Every call from before the update has ended.
    return this.#carryOut(shardId, commands, 0);
  }

  #carryOut(shardId: string, commands: readonly Command[], from: number): Promise<void> | undefined {
    for (let index = from; index < commands.length; index++) {
      const pending = this.#perform(shardId, commands[index] as Command);
      if (pending !== undefined) return pending.then(() => this.#carryOut(shardId, commands, index + 1));
    }
    return undefined;
  }

  #perform(shardId: string, command: Command): Promise<void> | undefined {
    const shard = shardOf(this.#state, shardId);
    this.#recordCommand(shardId, command);
    switch (command.kind) {
      case 'read':
        // Through the agenda, so that a long run of filtered records is no deep recursion.
        this.#state.agenda.add(this.#state.nowMs, {
          kind: 'read',
          shardId,
          limit: command.limit,
          ticket: shard.ticket,
        });
        return undefined;
      case 'poll':
        this.#polls.order(shardId, command.limit);
        return undefined;
      case 'rewind':
        shard.ticket++;
        shard.poll = undefined;
        shard.source.rewind();
        return undefined;
      case 'wake':
        this.#later(command.atMs, shardId, { kind: 'woke', lane: command.lane });
        return undefined;
      case 'invoke': {
        const { lane, batch, window } = command;
        const begunMs = this.#state.nowMs;
        const requestId = this.#requestId(shardId, batch);
        const sent = this.#attempts.send({ shardId, lane, batch, window, requestId, atMs: begunMs });
        const answerLater = ({ answer, durationMs, warnings, effects, lateEffects }: Awaited<typeof sent>): void => {
          if (warnings.length > 0) this.#warn(warnings);
          const endMs = begunMs + durationMs;
          planEffects(this.#state, effects, endMs);
          this.#later(endMs, shardId, { kind: 'answered', lane, answer });
          planLateEffects(this.#state, lateEffects, endMs);
          if (answer.kind === 'returned') this.#warn(responseWarnings(answer.response, this.#state.mapping));
        };
        if (!('then' in sent)) answerLater(sent);
        else if (!this.#resolved.interleave) return sent.then(answerLater);
        else this.overlapping.begin(begunMs + this.#attempts.lastLeastDurationMs, sent.then(answerLater));
        return undefined;
      }
      case 'checkpoint':
        shard.source.settle(command.sequenceNumber);
        return undefined;
      case 'document':
        this.#destination.send(shardId, command, this.#state.nowMs);
        return undefined;
      case 'finish':
        startChildren(shard, this.#state, this.#scenario.semantics);
        return undefined;
      case 'judge':
        if (command.outcome === 'success' || command.outcome === 'partialFailure')
          this.#destination.succeeded(shardId, this.#state.nowMs);
        return undefined;
      case 'discard':
        this.#destination.expect(shardId);
        return undefined;
      case 'skip': // These ask for nothing: they tell the trace what was decided.
      case 'resume':
      case 'redeliver':
      case 'bisect':
      case 'backOff':
      case 'payloadTooLarge':
      case 'openWindow':
      case 'closeWindow':
        return undefined;
    }
  }

  /** The trace tells of every command that is not a mere request to the driver. */
  #recordCommand(shardId: string, command: Command): void {
    const atMs = this.#state.nowMs;
    if (command.kind === 'judge') {
      const { lane, batch, outcome } = command;
      const request = { shardId, lane, batch, requestId: this.#requestId(shardId, batch), atMs };
      const judged = this.#attempts.judged(request, outcome);
      this.#state.events.push(withAssumption(judged, command.assumption));
      if (outcome === 'malformedReport' && judged.type === 'invocationEnded')
        this.#warn(malformedReportWarnings(judged.response, batch, this.#rules));
      return;
    }
    const event = eventOf(command, { shardId, atMs, epochMs: this.#epochMs, requestIdOf: this.#requestId });
    if (event !== undefined) this.#state.events.push(event);
  }

  /** Answers a read with what the shard holds at this moment. */
  #read(read: OrderedRead): Promise<void> | undefined {
    const { shardId, limit, ticket } = read;
    const shard = shardOf(this.#state, shardId);
    if (ticket !== shard.ticket || this.#polls.isOvertaken(read)) return undefined;
    if (!this.#state.hasSourcePermission) {
      this.#state.stalledReads.push(read);
      return undefined;
    }
    const taken = shard.source.read(limit, this.#state.nowMs);
    return 'then' in taken
      ? taken.then((records) => this.#answerRead(shardId, records))
      : this.#answerRead(shardId, taken);
  }

  #answerRead(shardId: string, records: readonly SourcedRecord[]): Promise<void> | undefined {
    const { source, closesAtMs } = shardOf(this.#state, shardId);
    if (records.length > 0) {
      this.#state.events.push({
        type: 'recordsRead',
        atMs: this.#state.nowMs,
        shardId,
        sequenceNumbers: numbers({ records }),
        itemKeys: records.map((record) => record.itemKey),
        createdAtMs: this.#creationTimes(records),
      });
    }
    const nextAtMs = source.nextReadableAtMs();
    const isCaughtUp = nextAtMs === undefined || nextAtMs > this.#state.nowMs;
    const hasEnded = source.isExhausted && closesAtMs <= this.#state.nowMs;
    return this.#dispatch(shardId, { kind: 'recordsRead', records, isCaughtUp, hasEnded });
  }

  #act(action: ScenarioAction): Promise<void> | undefined {
    return applyAction(action, {
      state: this.#state,
      dispatchToAll: (event) => this.#dispatchToAll(event),
      warn: (warnings) => this.#warn(warnings),
      delayAssumption: this.#scenario.semantics.updateDelayMs > 0 ? 'updateDelayMs' : undefined,
      useMapping: (mapping) => {
        putInForce(mapping, this.#state, this.#scenario.semantics, this.#rules);
        this.#rules = this.#rulesInForce();
      },
    });
  }

  async #dispatchToAll(event: PollerEvent): Promise<void> {
    for (const shardId of this.#state.shards.keys()) await this.#dispatch(shardId, event);
  }

  #later(atMs: number, shardId: string, event: PollerEvent): void {
    this.#state.agenda.add(atMs, { kind: 'poller', shardId, event });
  }

  #warn(warnings: readonly Warning[], atMs = this.#state.nowMs): void {
    warnOnce(this.#state, warnings, atMs);
  }

  #rulesInForce(): PollerRules {
    return pollerRulesOf(this.#state, this.#scenario.semantics, this.#epochMs);
  }

  /** Nothing more will happen: sends the documents that were held back for merging (U6), and looks back. */
  end(): void {
    // With the last event, wherever the clock was stopped: a run that stops and goes on is the same run.
    const atMs = this.#state.events.newest?.atMs ?? this.#state.nowMs;
    this.#destination.flushAll(atMs);
    if (this.#attempts.hasLateAnswer) this.#warn([lateAnswer], atMs);
    this.#warn(nothingInvoked(this.#state.events), atMs);
  }

  /** Ends the user's iterables. */
  async close(): Promise<void> {
    await Promise.all([...this.#state.shards.values()].map((shard) => shard.source.close()));
  }
}
