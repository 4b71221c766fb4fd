import type { FunctionError } from '../core/answer.ts';
import type { DiscardCondition } from '../core/command.ts';
import type { Delivery } from '../destination/delivery.ts';
import type { Scenario } from '../scenario/scenario.ts';
import type { EventLog } from './eventLog.ts';
import { mappingMetrics, type MappingMetrics } from './mappingMetrics.ts';
import type { WindowBounds } from '../destination/windowBounds.ts';
import type { InvocationEnded, InvocationStarted, TraceEvent } from './traceEvent.ts';
import { traceText } from './traceText.ts';

/** One time that the function ran. */
export interface Invocation {
  /** Counts the invocations of the run from 0. */
  readonly index: number;
  readonly requestId: string;
  readonly shardId: string;
  readonly lane: number;
  readonly sequenceNumbers: readonly string[];
  /** The n-th try of the batch, from 1; throttled tries count. */
  readonly attempt: number;
  readonly startedAtMs: number;
  readonly endedAtMs: number;
  /** `pending` when the simulation stopped before the function answered. */
  readonly outcome: InvocationEnded['outcome'] | 'pending';
  readonly response?: unknown;
  readonly error?: FunctionError;
  readonly window?: WindowBounds;
  /** The state that the function was given (S48). */
  readonly state?: unknown;
  readonly isFinalInvokeForWindow?: boolean;
  readonly isWindowTerminatedEarly?: boolean;
}

/** A step of the durable position: the highest sequence number of a shard that needs no more work. */
export interface Checkpoint {
  readonly shardId: string;
  readonly sequenceNumber: string;
  readonly atMs: number;
}

/** A record that was given up. */
export interface DiscardedRecord {
  readonly shardId: string;
  readonly sequenceNumber: string;
  readonly condition: DiscardCondition;
}

/** Something that is allowed and bites, or is not as it would be on Lambda; told once. */
export interface TraceWarning {
  /** Such as `endlessRetries`, `reportIgnored` or `nothingInvoked`. */
  readonly code: string;
  /** What happens, and what to do about it. */
  readonly message: string;
  readonly atMs: number;
}

/** S42: a discard without a call leaves it untouched; a partial report counts as OK. */
export type LastProcessingResult = 'No records processed' | 'OK' | 'PROBLEM: Function call failed';

/** Everything that happened in a simulation; all of it is computed from `events`. Times are virtual milliseconds. */
export interface Trace {
  readonly events: readonly TraceEvent[];
  readonly invocations: readonly Invocation[];
  readonly checkpoints: readonly Checkpoint[];
  readonly discarded: readonly DiscardedRecord[];
  /** What the on-failure destination got, in order. */
  readonly destination: readonly Delivery[];
  readonly metrics: MappingMetrics;
  /** What the run was warned about: the mapping, its filters, the answers of the handler. */
  readonly warnings: readonly TraceWarning[];
  /** What GetEventSourceMapping would answer at the end (S42). */
  readonly lastProcessingResult: LastProcessingResult;
  readonly scenario: Scenario;
  /** One line an event, one column a shard; the same scenario and seed give the same bytes. */
  toText(): string;
}

/** A trace over a list of events; each view is computed when it is first read. */
export function createTrace(events: readonly TraceEvent[] | EventLog, scenario: Scenario): Trace {
  const isPacked = 'isPacked' in events && events.isPacked;
  const trace = { events: isPacked || !('all' in events) ? events : events.all(), scenario } as Trace;
  if (isPacked) Object.defineProperties(trace, { [packed]: { value: events }, events: eventsProperty });
  Object.defineProperties(trace, viewProperties);
  return Object.assign(trace, { toText: () => traceText(events, scenario) });
}

/** Where a trace has the events that it has not unpacked yet: not seen by who lists, compares or copies it. */
const packed = Symbol('packed');

/** The events for a view, which goes through them and keeps few: those of a long run are not unpacked for good by it. */
function eventsFor(trace: Trace): Iterable<TraceEvent> {
  return logOf(trace) ?? trace.events;
}

function logOf(trace: Trace): EventLog | undefined {
  return (trace as { readonly [packed]?: EventLog })[packed];
}

const views = {
  invocations: (trace) => invocationsOf(eventsFor(trace)),
  checkpoints: (trace) => checkpointsOf(eventsFor(trace)),
  discarded: (trace) => discardedOf(eventsFor(trace)),
  destination: (trace) => deliveriesOf(eventsFor(trace)),
  metrics: (trace) => mappingMetrics(eventsFor(trace), trace.scenario),
  warnings: (trace) => warningsOf(eventsFor(trace)),
  lastProcessingResult: (trace) => lastProcessingResultOf(eventsFor(trace)),
} satisfies { readonly [Name in keyof Trace]?: (trace: Trace) => Trace[Name] };

/** The same accessors for all traces: V8 makes a hidden class for each literal with accessors of its own, and keeps what they hold. */
const viewProperties: PropertyDescriptorMap = Object.fromEntries(
  Object.entries(views).map(([name, view]) => [
    name,
    { get: viewed(name, view), enumerable: true, configurable: true },
  ]),
);

const eventsProperty: PropertyDescriptor = {
  get: viewed('events', (trace) => logOf(trace)?.all()),
  enumerable: true,
  configurable: true,
};

/** Computes a view of the trace that it is read of, which then has it as a plain property. */
function viewed(name: string, view: (trace: Trace) => unknown): (this: Trace) => unknown {
  return function () {
    const value = view(this);
    Object.defineProperty(this, name, { value, enumerable: true });
    return value;
  };
}

function invocationsOf(events: Iterable<TraceEvent>): readonly Invocation[] {
  const invocations: Invocation[] = [];
  const underWay = new Map<number, InvocationStarted>();
  for (const event of events) {
    if (event.type === 'invocationStarted') underWay.set(event.index, event);
    if (event.type !== 'invocationEnded') continue;
    const start = underWay.get(event.index);
    underWay.delete(event.index);
    if (start !== undefined) invocations[event.index] = invocationOf(start, event);
  }
  for (const start of underWay.values()) invocations[start.index] = invocationOf(start, undefined);
  return invocations;
}

function invocationOf(start: InvocationStarted, end: InvocationEnded | undefined): Invocation {
  if (
    end !== undefined &&
    'response' in end &&
    end.error === undefined &&
    !('window' in start || 'assumption' in start)
  ) {
    // Nearly all are like this. Written at once, as an object of parts takes a few times the room.
    const { shardId, lane, requestId, sequenceNumbers, index, attempt, atMs: startedAtMs } = start;
    const { atMs: endedAtMs, outcome, response } = end;
    return { shardId, lane, requestId, sequenceNumbers, index, attempt, startedAtMs, endedAtMs, outcome, response };
  }
  const { type: _type, atMs, origin: _origin, ...call } = start;
  return {
    ...call,
    startedAtMs: atMs,
    endedAtMs: end?.atMs ?? atMs,
    outcome: end?.outcome ?? 'pending',
    ...(end !== undefined && 'response' in end && { response: end.response }),
    ...(end?.error !== undefined && { error: end.error }),
  };
}

function checkpointsOf(events: Iterable<TraceEvent>): readonly Checkpoint[] {
  const checkpoints: Checkpoint[] = [];
  for (const event of events) {
    if (event.type !== 'checkpointed') continue;
    checkpoints.push({ shardId: event.shardId, sequenceNumber: event.sequenceNumber, atMs: event.atMs });
  }
  return checkpoints;
}

function discardedOf(events: Iterable<TraceEvent>): readonly DiscardedRecord[] {
  const discarded: DiscardedRecord[] = [];
  for (const event of events) {
    if (event.type !== 'recordsDiscarded') continue;
    const { shardId, condition } = event;
    for (const sequenceNumber of event.sequenceNumbers) discarded.push({ shardId, sequenceNumber, condition });
  }
  return discarded;
}

function deliveriesOf(events: Iterable<TraceEvent>): readonly Delivery[] {
  const deliveries: Delivery[] = [];
  for (const event of events) if (event.type === 'documentDelivered') deliveries.push(event.delivery);
  return deliveries;
}

function warningsOf(events: Iterable<TraceEvent>): readonly TraceWarning[] {
  const warnings: TraceWarning[] = [];
  for (const event of events) {
    if (event.type === 'warned') warnings.push({ code: event.code, message: event.message, atMs: event.atMs });
  }
  return warnings;
}

function lastProcessingResultOf(events: Iterable<TraceEvent>): LastProcessingResult {
  let last: InvocationEnded | undefined;
  for (const event of events) if (event.type === 'invocationEnded') last = event;
  if (last === undefined) return 'No records processed';
  return last.outcome === 'success' || last.outcome === 'partialFailure' ? 'OK' : 'PROBLEM: Function call failed';
}
