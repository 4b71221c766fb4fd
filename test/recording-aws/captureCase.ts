import type { CaseAction, HandlerRule, MappingCase } from '../conformance/mappingCase.ts';
import type { Capture, LoggedCall, SentDocument, Write } from './capture.ts';
import type { Experiment } from './experiments/experiment.ts';

/** A capture as a case of test/conformance/cases/mapping.json, which test/conformance/runCase.ts can replay. */
export function captureCase(experiment: Experiment, capture: Capture): MappingCase {
  const { calls, documents, enabledAtMs, endedAtMs, writes, asked } = capture;
  const isWindowed = experiment.mapping['TumblingWindowInSeconds'] !== undefined;
  const hasDestination = experiment.hasDestination !== false;
  const numbers = numbersOf(capture);
  const seqOf = ({ n }: Write): string => numbers[n - 1] ?? '';
  const { MetricsConfig, ...mapping } = experiment.mapping;
  const written = new Set<string>();
  const bytes = experiment.knobs.includes('payloadLimitBytes') ? recordBytes(capture) : new Map<number, number>();
  return {
    id: experiment.id,
    title: experiment.title,
    evidence: {
      class: 'recorded on AWS',
      ref: `docs/recording-aws.md ${experiment.id}, ${new Date(enabledAtMs).toISOString()}`,
    },
    confidence: 'high',
    config: {
      StartingPosition: experiment.before === undefined ? 'LATEST' : 'TRIM_HORIZON',
      ...mapping,
      ...(hasDestination && { OnFailure: 'sqs' }),
      ...(MetricsConfig !== undefined && { MetricsConfig: (MetricsConfig as { readonly Metrics: unknown }).Metrics }),
    },
    records: writes.map((write) => {
      const eventName = written.has(write.item) ? 'MODIFY' : 'INSERT';
      written.add(write.item);
      const measured = bytes.get(write.n);
      return {
        seq: seqOf(write),
        key: write.id, // Lanes go by it.
        eventName,
        t: (isWindowed ? write.atMs : write.atMs - enabledAtMs) / 1000,
        ...(measured !== undefined && { bytes: measured }),
      };
    }),
    ...(isWindowed && { enabledAt: enabledAtMs / 1000 }),
    observedSeconds: (endedAtMs - enabledAtMs) / 1000,
    actions: asked.flatMap(({ atMs, ...change }) => {
      // The first enable is the start of the case; what was asked for before it, but for a throttle, belongs to nothing in it.
      const isOwn = atMs > lastBefore(asked, enabledAtMs) || change.do === 'throttle';
      if (change.do === 'create' || !isOwn) return [];
      return [{ t: Math.max(0, (atMs - enabledAtMs) / 1000), ...change } as CaseAction];
    }),
    handler: [...writes.flatMap((write) => ruleOf(write, seqOf(write), isWindowed, calls)), otherwise(isWindowed)],
    expected: {
      invocations: calls.map(({ sequenceNumbers }) => sequenceNumbers),
      requestIds: lettersOf(calls),
      discarded: [
        ...documents.flatMap((document) => writes.map(seqOf).filter((seq) => isWithin(seq, document))),
        ...writes.filter((write) => isLostInSilence(write, seqOf(write), capture, hasDestination)).map(seqOf),
      ],
      destination: documents.map(({ requestContext, DDBStreamBatchInfo: info }) => ({
        condition: requestContext.condition,
        startSeq: info.startSequenceNumber,
        endSeq: info.endSequenceNumber,
        batchSize: info.batchSize,
        approximateInvokeCount: requestContext.approximateInvokeCount,
      })),
      seenAtSeconds: calls.map(({ atMs }) => (atMs - enabledAtMs) / 1000),
      ...(isWindowed && { windowInvocations: calls.map(windowCall) }),
    },
  };
}

/** When the enable was asked for that the case starts with; an experiment that is enabled from its creation has none. */
function lastBefore(asked: Capture['asked'], enabledAtMs: number): number {
  return asked.findLast((each) => each.do === 'enable' && each.atMs <= enabledAtMs)?.atMs ?? -Infinity;
}

function isWithin(seq: string, { DDBStreamBatchInfo: info }: SentDocument): boolean {
  const { startSequenceNumber: start, endSequenceNumber: end } = info;
  return start !== undefined && end !== undefined && BigInt(seq) >= BigInt(start) && BigInt(seq) <= BigInt(end);
}

/** A record that always fails was given up when no document tells of it and none would, or when a later one had its turn. */
function isLostInSilence(
  { n, obey }: Write,
  seq: string,
  { calls, documents }: Capture,
  hasDestination: boolean,
): boolean {
  if (obey.do !== 'throw' || obey.times !== undefined || documents.some((document) => isWithin(seq, document)))
    return false;
  const last = calls.findLastIndex((call) => call.n.includes(n));
  return !hasDestination || calls.slice(last + 1).some((call) => call.n.some((other) => other > n));
}

/** The sequence number of each record; those that never came have one between their neighbours. */
function numbersOf({ calls, writes }: Capture): readonly string[] {
  const known = new Map(
    calls.flatMap(({ sequenceNumbers, n }) => n.map((each, at) => [each, sequenceNumbers[at] ?? ''] as const)),
  );
  const first = writes.findIndex(({ n }) => known.has(n));
  let last = BigInt(known.get(first + 1) ?? '1') - BigInt(first + 1);
  return writes.map(({ n }) => {
    const number = known.get(n) ?? String(last + 1n);
    last = BigInt(number);
    return number;
  });
}

/**
 * What each record takes of its event. The function logs how many bytes an event has; apart from what an experiment adds to it, all
 * records are about alike.
 */
function recordBytes({ calls, writes }: Capture): ReadonlyMap<number, number> {
  const found = new Map<number, number>();
  for (const { n, bytes } of calls) {
    const added = n.map((each) => writes[each - 1]?.obey.padBytes ?? 0);
    const commas = n.length - 1;
    const rest = bytes - '{"Records":[]}'.length - commas - added.reduce((sum, each) => sum + each, 0);
    for (const [at, each] of n.entries()) {
      const share = Math.floor(rest / n.length) + (at < rest % n.length ? 1 : 0);
      if (!found.has(each)) found.set(each, (added[at] ?? 0) + share);
    }
  }
  return found;
}

function windowCall(call: LoggedCall) {
  const seconds = (iso = ''): number => Date.parse(iso) / 1000;
  return {
    records: call.sequenceNumbers,
    window: [seconds(call.window?.start), seconds(call.window?.end)] as const,
    ...stateIn(call.state),
    isFinalInvokeForWindow: call.isFinalInvokeForWindow ?? false,
    isWindowTerminatedEarly: call.isWindowTerminatedEarly ?? false,
  };
}

/** The state, where it was logged whole and is one that the kit makes too: a count. */
function stateIn(logged = '{}'): { readonly state?: unknown } {
  return /^\{("count":\d+)?\}$/.test(logged) ? { state: JSON.parse(logged) as unknown } : {};
}

function otherwise(isWindowed: boolean): HandlerRule {
  return isWindowed ? { do: 'aggregate' } : { do: 'respond', body: {} };
}

function ruleOf(
  { obey }: Write,
  seq: string,
  isWindowed: boolean,
  calls: readonly LoggedCall[],
): readonly HandlerRule[] {
  // What fails once fails at the first call that has it; in these experiments that is the first of all.
  const when = { contains: [seq], ...(obey.times !== undefined && { callIndexLte: obey.times }) };
  const rules: HandlerRule[] = [];
  if (obey.sleepMs !== undefined) rules.push({ when, do: 'sleep', seconds: obey.sleepMs / 1000 });
  if (obey.do === 'throw') rules.push({ when, do: 'throw' });
  if (obey.do === 'report')
    rules.push({ when, do: 'reportContained', seqs: [seq], ...(isWindowed && { aggregates: true }) });
  if (obey.do === 'answer') rules.push({ when, do: 'respond', body: filledIn(obey.answer, seq) });
  if (obey.do === 'failFinalCall') {
    const window = calls.find(({ sequenceNumbers }) => sequenceNumbers.includes(seq))?.window;
    if (window !== undefined) {
      const bounds = [Date.parse(window.start) / 1000, Date.parse(window.end) / 1000] as const;
      rules.push({ when: { finalWindow: bounds }, do: 'throw' });
    }
  }
  if (obey.stateBytes !== undefined) rules.push({ when, do: 'respondState', stateBytes: obey.stateBytes });
  if (obey.answerBytes !== undefined) rules.push({ when, do: 'respondText', textBytes: obey.answerBytes - 2 });
  return rules;
}

/** The odd answer of the function, with the number of its record. */
function filledIn(answer: unknown, seq: string): unknown {
  return JSON.parse(JSON.stringify(answer), (_, value: unknown) =>
    value === 'SEQ' ? seq : value === 'NUMBER' ? Number(seq) : value,
  );
}

/** Request ids as letters in the order of their first use, as the kit has them. */
function lettersOf(calls: readonly LoggedCall[]): readonly string[] {
  const ids = [...new Set(calls.map(({ call }) => call))];
  return calls.map(({ call }) => String.fromCharCode(65 + ids.indexOf(call)));
}
