import type { DiscardCondition, EffectEvent, EventSourceMapping, Trace, TraceEvent } from '@millrace/simulator';
import { defaultSemantics, resolveMapping } from '@millrace/simulator';
import { createTrace } from '../../src/trace/trace.ts';

type Call = Extract<TraceEvent, { type: 'invocationStarted' }>;
type Outcome = Extract<TraceEvent, { type: 'invocationEnded' }>['outcome'];

/** Where and when something happens; what is left out is shard `s`, lane 0, one second after the last event. */
interface Where {
  readonly shard?: string;
  readonly lane?: number;
}

interface StoryOptions {
  readonly mapping?: Partial<EventSourceMapping>;
  /** Shards and their parents. */
  readonly shards?: Readonly<Record<string, readonly string[]>>;
  readonly semantics?: Partial<typeof defaultSemantics>;
}

/**
 * A trace written by hand, event by event, right or wrong. Records are words: `1:a` is record 1 of item a, and `1:a@70`
 * was created at second 70. Batches are named by their request id.
 */
export function story({ mapping, shards = { s: [] }, semantics }: StoryOptions = {}) {
  const events: TraceEvent[] = [];
  const calls = new Map<string, Call>();
  let invocations = 0;
  const at = (): { atMs: number } => ({ atMs: events.length * 1000 });
  const place = ({ shard = 's', lane = 0 }: Where = {}) => ({ shardId: shard, lane });
  const push = (event: TraceEvent): void => void events.push(event);

  const callOf = (requestId: string): Call => {
    const call = calls.get(requestId);
    if (call === undefined) throw new Error(`The story has no call ${requestId}.`);
    return call;
  };

  return {
    read(records: string, { shard = 's' }: Where = {}): void {
      const found = words(records).map((word) => /^(\d+):(\w+)(?:@(\d+))?$/.exec(word));
      push({
        type: 'recordsRead',
        ...at(),
        shardId: shard,
        sequenceNumbers: found.map((match) => match?.[1] ?? ''),
        itemKeys: found.map((match) => match?.[2] ?? ''),
        createdAtMs: found.map((match) => Number(match?.[3] ?? 0) * 1000),
      });
    },
    skip(numbers: string, { shard = 's' }: Where = {}): void {
      push({ type: 'recordsSkipped', ...at(), shardId: shard, sequenceNumbers: words(numbers), reason: 'filteredOut' });
    },
    call(requestId: string, numbers: string, attempt = 1, more: Where & Partial<Call> = {}): void {
      const { shard: _shard, lane: _lane, ...fields } = more;
      const sequenceNumbers = words(numbers);
      const index = invocations++;
      const call: Call = {
        type: 'invocationStarted',
        ...at(),
        ...place(more),
        requestId,
        sequenceNumbers,
        index,
        attempt,
        origin: 'new',
        ...fields,
      };
      calls.set(requestId, call);
      push(call);
    },
    /** An effect of a call, such as `'email 1'`: its name and its records. */
    effect(requestId: string, what: string, more: Partial<EffectEvent> = {}): void {
      const { shardId, lane, index } = callOf(requestId);
      const [name = '', ...records] = words(what);
      const [sequenceNumber] = records;
      push({
        type: 'effect',
        ...at(),
        shardId,
        lane,
        requestId,
        invocation: index,
        number: 1 + events.filter((event) => event.type === 'effect' && event.invocation === index).length,
        name,
        kind: 'write',
        key: what,
        ...(records.length > 1 ? { about: records } : sequenceNumber === undefined ? {} : { sequenceNumber }),
        outcome: 'done',
        when: 'beforeAnswer',
        ...more,
      });
    },
    end(requestId: string, outcome: Outcome = 'success', response: unknown = null): void {
      const { shardId, lane, sequenceNumbers, index } = callOf(requestId);
      push({ type: 'invocationEnded', ...at(), shardId, lane, requestId, sequenceNumbers, index, outcome, response });
    },
    /** A partial failure that names a record, and the rest that goes on as another batch. */
    cut(requestId: string, reported: string, rest: string | undefined): void {
      const { shardId, lane, sequenceNumbers } = callOf(requestId);
      this.end(requestId, 'partialFailure', { batchItemFailures: [{ itemIdentifier: reported }] });
      const left = sequenceNumbers.slice(sequenceNumbers.indexOf(reported));
      if (rest !== undefined) {
        push({ type: 'batchResumed', ...at(), shardId, lane, requestId: rest, sequenceNumbers: left });
      }
    },
    reject(
      requestId: string,
      numbers: string,
      attempt = 1,
      reason: Extract<TraceEvent, { type: 'attemptRejected' }>['reason'] = 'throttle',
      where: Where = {},
    ): void {
      const sequenceNumbers = words(numbers);
      push({ type: 'attemptRejected', ...at(), ...place(where), requestId, sequenceNumbers, attempt, reason });
    },
    wait(requestId: string, numbers: string, where: Where = {}): void {
      const { atMs } = at();
      const sequenceNumbers = words(numbers);
      push({ type: 'backedOff', atMs, ...place(where), requestId, sequenceNumbers, untilMs: atMs + 200 });
    },
    split(left: string, right: string, where: Where = {}): void {
      push({ type: 'batchBisected', ...at(), ...place(where), left: words(left), right: words(right) });
    },
    discard(
      requestId: string,
      numbers: string,
      approximateInvokeCount = 1,
      condition: DiscardCondition = 'RetryAttemptsExhausted',
      where: Where = {},
    ): void {
      const sequenceNumbers = words(numbers);
      const what = { requestId, sequenceNumbers, condition, approximateInvokeCount };
      push({ type: 'recordsDiscarded', ...at(), ...place(where), ...what });
    },
    /** A document about the records from the first to the last of these. */
    document(numbers: string, isRefused = false, { shard = 's' }: Where = {}): void {
      const sequenceNumbers = words(numbers);
      const batch = { startSequenceNumber: sequenceNumbers[0], endSequenceNumber: sequenceNumbers.at(-1) };
      const body = JSON.stringify({ DDBStreamBatchInfo: batch });
      const delivery = { kind: 'sqs', destination: 'arn:aws:sqs:eu-west-1:123456789012:failures', body } as const;
      const type = isRefused ? 'documentRefused' : 'documentDelivered';
      push({ type, ...at(), shardId: shard, delivery, recordCount: sequenceNumbers.length });
    },
    checkpoint(sequenceNumber: string, { shard = 's' }: Where = {}): void {
      push({ type: 'checkpointed', ...at(), shardId: shard, sequenceNumber });
    },
    window(what: 'windowOpened' | 'windowClosed', start: string, end: string, where: Where = {}): void {
      const window = { start, end };
      if (what === 'windowOpened') push({ type: what, ...at(), ...place(where), window });
      else push({ type: what, ...at(), ...place(where), window, isTerminatedEarly: false });
    },
    update(changes: Partial<EventSourceMapping>): void {
      push({ type: 'mappingUpdated', ...at(), changes });
    },
    trace(): Trace {
      const scenario = {
        mapping: resolveMapping({ StartingPosition: 'TRIM_HORIZON', ...mapping }),
        startAt: '2026-01-01T00:00:00.000Z',
        seed: 0,
        shards: Object.fromEntries(Object.entries(shards).map(([shardId, parents]) => [shardId, { parents }])),
        functionArn: 'arn:aws:lambda:eu-west-1:123456789012:function:handler',
        streamArn: 'arn:aws:dynamodb:eu-west-1:123456789012:table/orders/stream/2026-01-01T00:00:00.000',
        functionTimeoutMs: 3000,
        invocationDurationMs: 0,
        runtime: 'nodejs24.x' as const,
        isolation: 'json' as const,
        semantics: { ...defaultSemantics, ...semantics },
        hasFaults: false,
        refusesDeliveries: false,
        actions: [],
        maximumInvocations: 1000,
      };
      return createTrace(events, scenario);
    },
  };
}

function words(text: string): string[] {
  return text.split(' ').filter((word) => word !== '');
}
