import type { Trace, TraceEvent } from '@millrace/simulator';
import type { Plan } from './plan.ts';

/** A law takes a trace and tells what breaks it; nothing when it holds. */
export type Law = (trace: Trace, plan: Plan, sequenceNumbers: readonly string[]) => readonly string[];

/** What the specification promises of every scenario, computed from the events alone. */
export const laws: Readonly<Record<string, Law>> = {
  'every record is settled once, or was never the mapping’s': (trace, _plan, sequenceNumbers) => {
    const ends = new Map<string, string[]>();
    const end = (numbers: readonly string[], how: string): void => {
      for (const number of numbers) ends.set(number, [...(ends.get(number) ?? []), how]);
    };
    for (const event of trace.events) {
      if (event.type === 'recordsSkipped') end(event.sequenceNumbers, 'skipped');
      if (event.type === 'recordsDiscarded') end(event.sequenceNumbers, 'discarded');
    }
    for (const numbers of acknowledgements(trace)) end(numbers, 'processed');
    // A restart goes back to the checkpoint, and lanes ahead of it are delivered again (S3, S43).
    const restarts = trace.events.some((event) => event.type === 'mappingEnabled' || event.type === 'mappingUpdated');
    return sequenceNumbers.flatMap((number) => {
      const found = ends.get(number) ?? [];
      const isFine = found.length === 1 || (restarts && found.length > 1);
      return isFine ? [] : [`${number} ended ${found.length} times: ${found.join(', ') || 'still pending'}`];
    });
  },

  'checkpoints only move forward, and end at the last record of the shard': (trace) => {
    const read = lastReadByShard(trace.events);
    const last = new Map<string, bigint>();
    const broken: string[] = [];
    for (const { shardId, sequenceNumber } of trace.checkpoints) {
      const before = last.get(shardId);
      if (before !== undefined && BigInt(sequenceNumber) <= before)
        broken.push(`${shardId} went from ${before} to ${sequenceNumber}`);
      last.set(shardId, BigInt(sequenceNumber));
    }
    for (const [shardId, number] of read) {
      if (last.get(shardId) !== number)
        broken.push(`${shardId} was read to ${number}, its checkpoint is ${last.get(shardId)}`);
    }
    return broken;
  },

  'no checkpoint passes a record that still needs work': (trace) => {
    const open = new Map<string, Set<string>>();
    const broken: string[] = [];
    const settle = (shardId: string, numbers: readonly string[]): void =>
      numbers.forEach((number) => open.get(shardId)?.delete(number));
    const acknowledged = acknowledgedByEvent(trace);
    trace.events.forEach((event, index) => {
      if (event.type === 'recordsRead') {
        const numbers = open.get(event.shardId) ?? new Set();
        for (const number of event.sequenceNumbers) numbers.add(number);
        open.set(event.shardId, numbers);
      } else if (event.type === 'recordsSkipped' || event.type === 'recordsDiscarded')
        settle(event.shardId, event.sequenceNumbers);
      else if (event.type === 'invocationEnded') settle(event.shardId, acknowledged.get(index) ?? []);
      else if (event.type === 'checkpointed') {
        for (const number of open.get(event.shardId) ?? []) {
          if (BigInt(number) <= BigInt(event.sequenceNumber))
            broken.push(`checkpoint ${event.sequenceNumber} passes ${number}`);
        }
      }
    });
    return broken;
  },

  'LATEST skips exactly what is created before its start or in its gaps, and TRIM_HORIZON nothing': (
    trace,
    plan,
    sequenceNumbers,
  ) => {
    const gaps = latestGapsOf(plan);
    const skipped = new Map<string, Set<string>>();
    for (const event of trace.events) {
      if (event.type !== 'recordsSkipped' || event.reason === 'filteredOut') continue;
      for (const number of event.sequenceNumbers)
        skipped.set(number, (skipped.get(number) ?? new Set()).add(event.reason));
    }
    const created = creationMsOf(plan);
    return sequenceNumbers.flatMap((number, at) => {
      const atMs = created[at] ?? 0;
      // What is created in the very moment of an update may have been read before it.
      if (gaps.some(({ fromMs }) => fromMs > 0 && fromMs === atMs)) return [];
      const isMissed = gaps.some(({ fromMs, toMs }) => atMs >= fromMs && atMs < toMs);
      const expected = !plan.startsAtLatest ? '' : atMs < 0 ? 'beforeStartingPosition' : isMissed ? 'latestGap' : '';
      const found = [...(skipped.get(number) ?? [])].join();
      return found === expected
        ? []
        : [`${number}, created at ${atMs}, was skipped for "${found}", expected "${expected}"`];
    });
  },

  'an update takes effect when its delay is over': (trace, plan) => {
    const asked = new Set([100_000, ...plan.updates.map(([atMs]) => atMs)]);
    for (const [atMs, forMs] of plan.pauses) asked.add(atMs).add(atMs + forMs);
    return trace.events.flatMap(({ type, atMs }) => {
      const isChange = type === 'mappingUpdated' || type === 'mappingDisabled' || type === 'mappingEnabled';
      return !isChange || asked.has(atMs - plan.updateDelayMs) ? [] : [`${type} at ${atMs}`];
    });
  },

  'no batch breaks a limit': (trace, plan) => {
    const largest = Math.max(plan.batchSize, ...plan.updates.map(([, batchSize]) => batchSize));
    return trace.invocations.flatMap(({ index, sequenceNumbers, isFinalInvokeForWindow }) => {
      if (isFinalInvokeForWindow === true)
        return sequenceNumbers.length === 0 ? [] : [`final invocation ${index} has records`];
      if (sequenceNumbers.length === 0) return [`invocation ${index} has no records`];
      return sequenceNumbers.length <= largest ? [] : [`invocation ${index} has ${sequenceNumbers.length} records`];
    });
  },

  'at most one call a lane, and as many lanes as the factor': (trace, plan) => {
    const lanes = plan.mode === 'lanes' ? plan.lanes : 1;
    const underWay = new Map<string, number>();
    const broken: string[] = [];
    for (const event of trace.events) {
      if (event.type !== 'invocationStarted' && event.type !== 'invocationEnded') continue;
      const key = `${event.shardId}/${event.lane}`;
      const count = (underWay.get(key) ?? 0) + (event.type === 'invocationStarted' ? 1 : -1);
      underWay.set(key, count);
      if (count > 1 || event.lane >= lanes) broken.push(`${count} calls in lane ${key}`);
    }
    return broken;
  },

  'records of one item are first delivered in order, and never two at once': (trace) => {
    const items = itemsOf(trace.events);
    const highest = new Map<string, bigint>();
    const delivered = new Set<string>();
    return trace.invocations.flatMap(({ index, sequenceNumbers }) =>
      sequenceNumbers.flatMap((number) => {
        const item = items.get(number) ?? '';
        if (delivered.has(number)) return [];
        delivered.add(number);
        const before = highest.get(item) ?? -1n;
        if (BigInt(number) < before) return [`invocation ${index} delivers ${number} of ${item} after ${before}`];
        highest.set(item, BigInt(number));
        return [];
      }),
    );
  },

  'retry budgets are exact': (trace, plan) => {
    const failures = new Map<string, number>();
    const broken: string[] = [];
    const budget = plan.retries === -1 ? Infinity : plan.retries;
    for (const event of trace.events) {
      if (event.type === 'invocationEnded' && event.outcome !== 'success' && event.outcome !== 'partialFailure') {
        failures.set(event.requestId, (failures.get(event.requestId) ?? 0) + 1);
        if ((failures.get(event.requestId) ?? 0) > budget + 1)
          broken.push(`${event.requestId} failed more than ${budget + 1} times`);
      }
      if (event.type !== 'recordsDiscarded' || event.condition !== 'RetryAttemptsExhausted') continue;
      const count = failures.get(event.requestId);
      if (count !== budget + 1)
        broken.push(`${event.requestId} was given up after ${count} failures, the budget is ${budget}`);
      if (event.approximateInvokeCount !== count)
        broken.push(`${event.requestId} counts ${event.approximateInvokeCount} of ${count}`);
      if (plan.bisects && event.sequenceNumbers.length > 1) broken.push(`${event.requestId} was given up unsplit`);
    }
    return broken;
  },

  'an expired record is never delivered': (trace) => {
    const created = createdOf(trace.events);
    const { MaximumRecordAgeInSeconds } = trace.scenario.mapping;
    const limitMs =
      MaximumRecordAgeInSeconds === -1 ? trace.scenario.semantics.retentionMs : MaximumRecordAgeInSeconds * 1000;
    return trace.invocations.flatMap(({ index, startedAtMs, sequenceNumbers }) => {
      const first = sequenceNumbers[0];
      const ageMs = first === undefined ? 0 : startedAtMs - (created.get(first) ?? 0);
      return ageMs < limitMs ? [] : [`invocation ${index} delivers ${first}, ${ageMs} ms old`];
    });
  },

  'windows never mix, and each call gets the state of the last successful one': (trace, plan) => {
    if (plan.mode !== 'window') return [];
    const created = createdOf(trace.events);
    const startMs = Date.parse(trace.scenario.startAt);
    const states = new Map<string, { window: string; state: unknown }>();
    const forgotten = forgottenCalls(trace);
    return trace.invocations.flatMap((call) => {
      const window = call.window;
      if (window === undefined) return [`invocation ${call.index} has no window`];
      const broken = call.sequenceNumbers.flatMap((number) => {
        const at = startMs + (created.get(number) ?? 0);
        const isInside = at >= Date.parse(window.start) && at < Date.parse(window.end);
        return isInside ? [] : [`${number} is not of the window ${window.start} of invocation ${call.index}`];
      });
      const known = states.get(call.shardId);
      const expected = known?.window === window.start ? known.state : {};
      if (JSON.stringify(call.state) !== JSON.stringify(expected)) {
        broken.push(`invocation ${call.index} got ${JSON.stringify(call.state)}, expected ${JSON.stringify(expected)}`);
      }
      if (forgotten.has(call.index)) states.set(call.shardId, { window: window.start, state: expected });
      else if (call.isFinalInvokeForWindow === true) {
        if (call.outcome === 'success') states.delete(call.shardId);
      } else if (call.outcome === 'success' || call.outcome === 'partialFailure') {
        states.set(call.shardId, { window: window.start, state: (call.response as { state: unknown }).state });
      } else states.set(call.shardId, { window: window.start, state: expected });
      return broken;
    });
  },

  'a success that is forgotten comes again at once, whole and under a new id': ({ events }) => {
    const calls = new Map<string, Extract<TraceEvent, { type: 'invocationEnded' }>>();
    return events.flatMap((event) => {
      if (event.type === 'invocationEnded') calls.set(`${event.shardId}/${event.lane}`, event);
      if (event.type !== 'batchRedelivered') return [];
      const call = calls.get(`${event.shardId}/${event.lane}`);
      const isSuccess = call?.outcome === 'success' || call?.outcome === 'partialFailure';
      const isWhole = call?.sequenceNumbers.join() === event.sequenceNumbers.join() && call.atMs === event.atMs;
      return isSuccess && isWhole && call.requestId !== event.requestId ? [] : [`invocation ${call?.index}`];
    });
  },

  'a child shard is read after its parents are finished': (trace) => {
    const finished = new Set<string>();
    return trace.events.flatMap((event) => {
      if (event.type === 'shardFinished') finished.add(event.shardId);
      if (event.type !== 'shardStarted') return [];
      const parents = trace.scenario.shards[event.shardId]?.parents ?? [];
      return parents
        .filter((parent) => !finished.has(parent))
        .map((parent) => `${event.shardId} started before ${parent} was finished`);
    });
  },

  'the metrics count what the events tell': (trace) => {
    const invoked = trace.invocations.reduce((sum, call) => sum + call.sequenceNumbers.length, 0);
    const { InvokedEventCount = 0, IteratorAge } = trace.metrics;
    const broken = InvokedEventCount === invoked ? [] : [`InvokedEventCount is ${InvokedEventCount}, not ${invoked}`];
    return IteratorAge.every(({ value }) => value >= 0) ? broken : [...broken, 'an iterator age is negative'];
  },

  'the clock never goes back': ({ events }) => {
    const back = events.findIndex((event, index) => event.atMs < (events[index - 1]?.atMs ?? 0));
    return back === -1 ? [] : [`event ${back} is before event ${back - 1}`];
  },
};

/** What each call acknowledged: all of a success, the part before the cut of a partial failure. */
function acknowledgements(trace: Trace): readonly (readonly string[])[] {
  return [...acknowledgedByEvent(trace).values()];
}

/** The same, by the index of the `invocationEnded` event. */
function acknowledgedByEvent({ events }: Trace): ReadonlyMap<number, readonly string[]> {
  const forgotten = forgottenCalls({ events });
  const acknowledged = new Map<number, readonly string[]>();
  events.forEach((event, index) => {
    if (event.type !== 'invocationEnded' || forgotten.has(event.index)) return;
    if (event.outcome === 'success') acknowledged.set(index, event.sequenceNumbers);
    if (event.outcome !== 'partialFailure') return;
    const resumed = events.slice(index).find((later) => later.type === 'batchResumed');
    const cut = resumed?.type === 'batchResumed' ? event.sequenceNumbers.indexOf(resumed.sequenceNumbers[0] ?? '') : -1;
    acknowledged.set(index, event.sequenceNumbers.slice(0, cut));
  });
  return acknowledged;
}

/** The invocations whose success the mapping forgets (S60): what it delivers again is said next of their shard and lane. */
function forgottenCalls({ events }: Pick<Trace, 'events'>): ReadonlySet<number> {
  const last = new Map<string, number>();
  const forgotten = new Set<number>();
  for (const event of events) {
    if (event.type === 'invocationEnded') last.set(`${event.shardId}/${event.lane}`, event.index);
    if (event.type === 'batchRedelivered') forgotten.add(last.get(`${event.shardId}/${event.lane}`) ?? -1);
  }
  return forgotten;
}

/** When each record of a plan is created, in milliseconds since the start of the mapping, in the order of the shards. */
function creationMsOf({ shards, startsAtLatest }: Plan): readonly number[] {
  return shards.flatMap(({ records }) => {
    let atMs = startsAtLatest ? -3000 : 0;
    return records.map(({ gapSeconds }) => (atMs += gapSeconds * 1000));
  });
}

/** What LATEST misses by the plan alone: at the creation, and whenever an enabled mapping is changed or a disabled one enabled. */
function latestGapsOf(plan: Plan): readonly { readonly fromMs: number; readonly toMs: number }[] {
  const asked = [
    ...plan.pauses.flatMap(([atMs, forMs]) => [
      { atMs, enables: false },
      { atMs: atMs + forMs, enables: true },
    ]),
    ...plan.updates.map(([atMs]) => ({ atMs, enables: undefined })),
    { atMs: 100_000, enables: true },
  ].toSorted((one, other) => one.atMs - other.atMs);
  const begins = [0];
  let isEnabled = true;
  for (const { atMs, enables } of asked) {
    const changesNothing = enables === isEnabled;
    isEnabled = enables ?? isEnabled;
    if (isEnabled && !changesNothing) begins.push(atMs + plan.updateDelayMs);
  }
  return begins.map((fromMs) => ({ fromMs, toMs: fromMs + plan.latestGapMs }));
}

function itemsOf(events: readonly TraceEvent[]): ReadonlyMap<string, string> {
  return columnOf(events, (event, index) => event.itemKeys[index] ?? '');
}

function createdOf(events: readonly TraceEvent[]): ReadonlyMap<string, number> {
  return columnOf(events, (event, index) => event.createdAtMs[index] ?? 0);
}

function columnOf<Value>(
  events: readonly TraceEvent[],
  valueOf: (event: Extract<TraceEvent, { type: 'recordsRead' }>, index: number) => Value,
): ReadonlyMap<string, Value> {
  const column = new Map<string, Value>();
  for (const event of events) {
    if (event.type !== 'recordsRead') continue;
    event.sequenceNumbers.forEach((number, index) => column.set(number, valueOf(event, index)));
  }
  return column;
}

function lastReadByShard(events: readonly TraceEvent[]): ReadonlyMap<string, bigint> {
  const last = new Map<string, bigint>();
  for (const event of events) {
    const number = event.type === 'recordsRead' ? event.sequenceNumbers.at(-1) : undefined;
    if (event.type === 'recordsRead' && number !== undefined) last.set(event.shardId, BigInt(number));
  }
  return last;
}
