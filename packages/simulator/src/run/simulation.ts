import { createAgenda } from '../core/agenda.ts';
import type { Command } from '../core/command.ts';
import type { Batch } from '../core/batch.ts';
import { newPoller, type Poller } from '../core/poller.ts';
import type { PollerRules } from '../core/pollerRules.ts';
import { transition, type PollerEvent } from '../core/transition.ts';
import { filterWarnings } from '../filter/filterWarnings.ts';
import type { EventSourceMapping } from '../mapping/eventSourceMapping.ts';
import { resolveMapping } from '../mapping/resolveMapping.ts';
import { createTrace, type Trace } from '../trace/trace.ts';
import type { TraceEvent } from '../trace/traceEvent.ts';
import { Attempts } from './attempts.ts';
import { FailureDestination } from './failureDestination.ts';
import { functionIdentity } from './functionIdentity.ts';
import { pollerRulesOf } from './pollerRulesOf.ts';
import { eventOf } from './recorder.ts';
import { requestIdOf } from './requestIdOf.ts';
import { resolveMoment, resolveShards } from './resolveScenario.ts';
import type { Scenario } from './scenario.ts';
import type { ScenarioAction, ScenarioOptions, ShardOptions } from './scenarioOptions.ts';
import type { ShardSource, SourcedRecord } from './shardSource.ts';
import { mappingWarnings, responseWarnings, type Warning } from './warnings.ts';

/** What waits on the agenda. */
type SimulationEvent =
  | { readonly kind: 'poller'; readonly shardId: string; readonly event: PollerEvent }
  | { readonly kind: 'read'; readonly shardId: string; readonly limit: number; readonly ticket: number }
  | { readonly kind: 'action'; readonly action: ScenarioAction };

/** One shard of the simulated stream: what the mapping remembers of it, and where its records come from. */
interface Shard {
  poller: Poller;
  readonly source: ShardSource;
  readonly parents: readonly string[];
  readonly children: readonly string[];
  /** When the shard is closed; Infinity for one that stays open. */
  readonly closesAtMs: number;
  /** Answers to reads that were ordered before a rewind carry an older ticket and do not count. */
  ticket: number;
}

/** A simulated event source mapping over the shards of a stream: one agenda, one loop. */
export class Simulation {
  readonly #options: ScenarioOptions;
  readonly #shards = new Map<string, Shard>();
  readonly #agenda = createAgenda<SimulationEvent>();
  readonly #events: TraceEvent[] = [];
  readonly #scenario: Scenario;
  readonly #attempts: Attempts;
  readonly #destination: FailureDestination;
  readonly #warned = new Set<string>();
  readonly #epochMs: number;
  #mapping: Scenario['mapping'];
  #rules: PollerRules;
  #nowMs = 0;
  #hasSourcePermission = true;
  /** Reads that wait for the permission to come back (S31). */
  #stalled: (() => void)[] = [];

  constructor(options: ScenarioOptions, scenario: Scenario, sources: ReadonlyMap<string, ShardSource>) {
    this.#options = options;
    this.#scenario = scenario;
    this.#mapping = scenario.mapping;
    this.#epochMs = Date.parse(scenario.startAt);
    this.#rules = pollerRulesOf(scenario.mapping, scenario.semantics, this.#epochMs);
    const record = (event: TraceEvent): void => void this.#events.push(event);
    const facts = {
      function: functionIdentity(scenario.mapping.FunctionName, scenario.streamArn),
      streamArn: scenario.streamArn,
      epochMs: this.#epochMs,
      isolation: scenario.isolation,
    };
    this.#attempts = new Attempts(
      options,
      {
        ...facts,
        functionTimeoutMs: scenario.functionTimeoutMs,
        maximumInvocations: options.maximumInvocations ?? 10_000_000,
      },
      record,
    );
    this.#destination = new FailureDestination(
      scenario.mapping.DestinationConfig.OnFailure.Destination,
      {
        ...facts,
        seed: scenario.seed,
        mergesNeighbours: scenario.semantics.documents === 'mergeNeighbours',
        reportsRetentionExpiry: scenario.semantics.retentionExpiryDocument,
        refuses: options.refusesDelivery,
        requestIdOf: (shardId, batchNumber) => requestIdOf(scenario.seed, shardId, batchNumber),
      },
      record,
    );
    this.#addShards(resolveShards(options), sources);
    for (const action of options.actions ?? []) this.#agenda.add(action.atMs, { kind: 'action', action });
  }

  /** Lets everything happen that can happen, in order, and answers with the trace. */
  async run(): Promise<Trace> {
    this.#warn(mappingWarnings(this.#mapping));
    if (this.#mapping.FilterCriteria !== undefined) this.#warn(filterWarnings(this.#mapping.FilterCriteria));
    for (const [shardId, shard] of this.#shards) if (shard.parents.length === 0) this.#startShard(shardId);

    const untilMs = this.#options.untilMs ?? Infinity;
    while (this.#agenda.nextAtMs !== undefined && this.#agenda.nextAtMs <= untilMs) {
      const entry = this.#agenda.takeNext();
      if (entry === undefined) break;
      this.#nowMs = entry.atMs;
      const pending = this.#happen(entry.event);
      if (pending !== undefined) await pending;
    }
    this.#destination.flushAll();
    return createTrace(this.#events, this.#scenario);
  }

  #happen(event: SimulationEvent): Promise<void> | undefined {
    switch (event.kind) {
      case 'poller':
        return this.#dispatch(event.shardId, event.event);
      case 'read':
        return this.#read(event.shardId, event.limit, event.ticket);
      case 'action':
        return this.#act(event.action);
    }
  }

  /** The one step: the pure transition decides, the commands are carried out in order. */
  #dispatch(shardId: string, event: PollerEvent): Promise<void> | undefined {
    const shard = this.#shard(shardId);
    const { poller, commands } = transition(shard.poller, event, this.#nowMs, this.#rules);
    shard.poller = poller;
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
    const shard = this.#shard(shardId);
    this.#recordCommand(shardId, command);
    switch (command.kind) {
      case 'read':
        return this.#read(shardId, command.limit, shard.ticket);
      case 'poll':
        this.#poll(shardId, command.limit);
        return undefined;
      case 'rewind':
        shard.ticket++;
        shard.source.rewind();
        return undefined;
      case 'wake':
        this.#later(command.atMs, shardId, { kind: 'woke', lane: command.lane });
        return undefined;
      case 'invoke': {
        const { lane, batch, window } = command;
        const sent = this.#attempts.send({
          shardId,
          lane,
          batch,
          window,
          requestId: this.#requestId(shardId, batch),
          atMs: this.#nowMs,
        });
        const answerLater = ({ answer, durationMs }: Awaited<typeof sent>): void => {
          this.#later(this.#nowMs + durationMs, shardId, { kind: 'answered', lane, answer });
          if (answer.kind === 'returned') this.#warn(responseWarnings(answer.response, this.#mapping));
        };
        if (sent instanceof Promise) return sent.then(answerLater);
        answerLater(sent);
        return undefined;
      }
      case 'checkpoint':
        shard.source.settle(command.sequenceNumber);
        return undefined;
      case 'discard':
        this.#destination.discard(shardId, command, this.#nowMs);
        return undefined;
      case 'finish':
        this.#startChildren(shard);
        return undefined;
      case 'judge':
        if (command.outcome === 'success' || command.outcome === 'partialFailure') this.#destination.flush(shardId);
        return undefined;
      default:
        return undefined; // Notes ask for nothing.
    }
  }

  /** The trace tells of every command that is not a mere request to the driver. */
  #recordCommand(shardId: string, command: Command): void {
    const atMs = this.#nowMs;
    if (command.kind === 'judge') {
      const { lane, batch, outcome } = command;
      const request = { shardId, lane, batch, requestId: this.#requestId(shardId, batch), atMs };
      this.#events.push(this.#attempts.judged(request, outcome));
      return;
    }
    const requestId = (batch: Batch): string => this.#requestId(shardId, batch);
    const event = eventOf(command, { shardId, atMs, epochMs: this.#epochMs, requestIdOf: requestId });
    if (event !== undefined) this.#events.push(event);
  }

  /** Answers a read with what the shard holds at this moment. */
  #read(shardId: string, limit: number, ticket: number): Promise<void> | undefined {
    const shard = this.#shard(shardId);
    if (ticket !== shard.ticket) return undefined;
    if (!this.#hasSourcePermission) {
      this.#stalled.push(() => this.#agenda.add(this.#nowMs, { kind: 'read', shardId, limit, ticket }));
      return undefined;
    }
    const taken = shard.source.read(limit, this.#nowMs);
    return taken instanceof Promise
      ? taken.then((records) => this.#answerRead(shardId, records))
      : this.#answerRead(shardId, taken);
  }

  #answerRead(shardId: string, records: readonly SourcedRecord[]): Promise<void> | undefined {
    const { source, closesAtMs } = this.#shard(shardId);
    if (records.length > 0) {
      this.#events.push({
        type: 'recordsRead',
        atMs: this.#nowMs,
        shardId,
        sequenceNumbers: records.map((record) => record.sequenceNumber),
        itemKeys: records.map((record) => record.itemKey),
        createdAtMs: records.map((record) => record.createdAtMs),
      });
    }
    const nextAtMs = source.nextReadableAtMs();
    const isCaughtUp = nextAtMs === undefined || nextAtMs > this.#nowMs;
    const hasEnded = source.isExhausted && closesAtMs <= this.#nowMs;
    return this.#dispatch(shardId, { kind: 'recordsRead', records, isCaughtUp, hasEnded });
  }

  /** S1: the first of the coming polls that finds something; none is scheduled for a shard with nothing to come. */
  #poll(shardId: string, limit: number): void {
    const { source, closesAtMs, ticket } = this.#shard(shardId);
    const readableAtMs = source.nextReadableAtMs() ?? closesAtMs;
    if (readableAtMs === Infinity) return;
    const { pollIntervalMs } = this.#scenario.semantics;
    const polls = Math.max(1, Math.ceil((readableAtMs - this.#nowMs) / pollIntervalMs));
    this.#agenda.add(this.#nowMs + polls * pollIntervalMs, { kind: 'read', shardId, limit, ticket });
  }

  #act(action: ScenarioAction): Promise<void> | undefined {
    const atMs = this.#nowMs;
    switch (action.do) {
      case 'disable':
        this.#events.push({ type: 'mappingDisabled', atMs });
        return this.#dispatchToAll({ kind: 'disabled' });
      case 'enable':
        this.#events.push({ type: 'mappingEnabled', atMs });
        return this.#dispatchToAll({ kind: 'restarted' });
      case 'update':
        return this.#update(action.mapping);
      case 'redeploy':
        this.#events.push({ type: 'handlerReplaced', atMs });
        this.#attempts.handler = action.handler;
        return undefined;
      case 'loseSourcePermission':
        this.#events.push({ type: 'sourcePermissionLost', atMs });
        this.#hasSourcePermission = false;
        return undefined;
      case 'restoreSourcePermission': {
        this.#events.push({ type: 'sourcePermissionRestored', atMs });
        this.#hasSourcePermission = true;
        const stalled = this.#stalled;
        this.#stalled = [];
        for (const resume of stalled) resume();
        return undefined;
      }
    }
  }

  /** S3: an update replaces what it names and resumes at the checkpoint. */
  #update(changes: Partial<EventSourceMapping>): Promise<void> | undefined {
    this.#mapping = resolveMapping({ ...this.#mapping, ...changes });
    this.#rules = pollerRulesOf(this.#mapping, this.#scenario.semantics, this.#epochMs);
    this.#destination.arn = this.#mapping.DestinationConfig.OnFailure.Destination;
    this.#events.push({ type: 'mappingUpdated', atMs: this.#nowMs, changes: { ...changes } });
    return this.#dispatchToAll({ kind: this.#mapping.Enabled ? 'restarted' : 'disabled' });
  }

  async #dispatchToAll(event: PollerEvent): Promise<void> {
    for (const shardId of this.#shards.keys()) await this.#dispatch(shardId, event);
  }

  #addShards(shards: Readonly<Record<string, ShardOptions>>, sources: ReadonlyMap<string, ShardSource>): void {
    const ids = Object.keys(shards);
    for (const [shardId, shard] of Object.entries(shards)) {
      const source = sources.get(shardId);
      if (source === undefined) throw new Error(`millrace invariant: ${shardId} has no source.`);
      const children = ids.filter((other) => shards[other]?.parents?.includes(shardId));
      const isClosed = shard.closed ?? (shard.closesAt !== undefined || children.length > 0);
      this.#shards.set(shardId, {
        poller: { ...newPoller(shardId, this.#rules), isEnabled: this.#mapping.Enabled },
        source,
        parents: shard.parents ?? [],
        children,
        closesAtMs: isClosed ? closingTimeMs(shard, this.#epochMs) : Infinity,
        ticket: 0,
      });
    }
  }

  /** S44: a shard is read from the moment its parents are finished. */
  #startShard(shardId: string): void {
    this.#events.push({ type: 'shardStarted', atMs: this.#nowMs, shardId });
    this.#later(this.#nowMs, shardId, { kind: 'started' });
  }

  #startChildren(shard: Shard): void {
    for (const child of shard.children) {
      const { parents } = this.#shard(child);
      if (parents.every((parent) => this.#shard(parent).poller.phase === 'finished')) this.#startShard(child);
    }
  }

  #later(atMs: number, shardId: string, event: PollerEvent): void {
    this.#agenda.add(atMs, { kind: 'poller', shardId, event });
  }

  #warn(warnings: readonly Warning[]): void {
    for (const { code, message } of warnings) {
      if (this.#warned.has(code)) continue;
      this.#warned.add(code);
      this.#events.push({ type: 'warned', atMs: this.#nowMs, code, message });
    }
  }

  #requestId(shardId: string, batch: Batch): string {
    return requestIdOf(this.#scenario.seed, shardId, batch.number);
  }

  #shard(shardId: string): Shard {
    const shard = this.#shards.get(shardId);
    if (shard === undefined) throw new Error(`millrace invariant: there is no shard ${shardId}.`);
    return shard;
  }
}

function closingTimeMs(shard: ShardOptions, epochMs: number): number {
  if (shard.closesAt === undefined) return -Infinity;
  return typeof shard.closesAt === 'number' ? shard.closesAt : resolveMoment('closesAt', shard.closesAt) - epochMs;
}
