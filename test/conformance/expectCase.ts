import { expect } from '@jest/globals';
import type { Invocation, Trace } from '@millrace/simulator';
import type { ExpectedWindowCall, MappingCase } from './mappingCase.ts';

/** Whether a run came out as its case says. `attempts` counts the sends that never reached the function too. */
export function expectCase(
  { trace, attempts }: { trace: Trace; attempts: number },
  { config, expected }: MappingCase,
): void {
  const { invocations } = trace;

  if (expected.invocations !== null) {
    expect(invocations.map((invocation) => invocation.sequenceNumbers)).toEqual(expected.invocations);
  }
  if (expected.invocationsPrefix !== undefined) {
    const prefix = invocations.slice(0, expected.invocationsPrefix.length);
    expect(prefix.map((invocation) => invocation.sequenceNumbers)).toEqual(expected.invocationsPrefix);
  }
  if (expected.checkpoints !== undefined) {
    expect(trace.checkpoints.map((checkpoint) => checkpoint.sequenceNumber)).toEqual(expected.checkpoints);
  }
  expect(trace.discarded.map((record) => record.sequenceNumber)).toEqual(expected.discarded);
  if (config['OnFailure'] !== undefined) {
    expect(trace.destination.map(({ kind }) => kind)).toEqual(expected.destination.map(() => config['OnFailure']));
    expected.destination.forEach((document, index) => expectDocument(trace, index, document));
  }
  for (const [seq, count] of Object.entries(expected.deliveriesPerRecord ?? {})) {
    expect([seq, invocations.filter(({ sequenceNumbers }) => sequenceNumbers.includes(seq)).length]).toEqual([
      seq,
      count,
    ]);
  }
  expected.windowInvocations?.forEach((call, index) => expectWindowCall(invocations[index], call, trace));
  if (expected.requestIds !== undefined) expect(lettersOf(invocations)).toEqual(expected.requestIds);
  if (expected.gapsMs !== undefined) expectGaps(invocations, expected.gapsMs);
  if (expected.lastProcessingResult !== undefined)
    expect(trace.lastProcessingResult).toBe(expected.lastProcessingResult);
  if (expected.attemptsIncludingRejected !== undefined) expect(attempts).toBe(expected.attemptsIncludingRejected);
  for (const [name, value] of Object.entries(expected.metrics ?? {})) {
    expect({ [name]: trace.metrics[name as 'PolledEventCount'] }).toEqual({
      [name]: typeof value === 'number' ? value : undefined,
    });
  }
  for (const [first, , second] of expected.partialOrder ?? []) {
    expect(callOf(invocations, first).endedAtMs).toBeLessThanOrEqual(callOf(invocations, second).startedAtMs);
  }
  for (const [first, second] of expected.mayOverlap ?? []) {
    expect(overlap(callOf(invocations, first), callOf(invocations, second))).toBe(true);
  }
  if (expected.maxConcurrency !== undefined) expect(concurrencyOf(invocations)).toBe(expected.maxConcurrency);
  if (expected.startedAtSeconds !== undefined) {
    expect(invocations.map(({ startedAtMs }) => startedAtMs / 1000)).toEqual(expected.startedAtSeconds);
  }
}

/** Checks the fields of a failure document that the case states. */
function expectDocument(trace: Trace, index: number, expected: Readonly<Record<string, unknown>>): void {
  const document = JSON.parse(trace.destination[index]?.body ?? 'null');
  const { requestContext, responseContext, DDBStreamBatchInfo: info } = document;
  const found: Record<string, unknown> = {
    condition: requestContext.condition,
    startSeq: info.startSequenceNumber,
    endSeq: info.endSequenceNumber,
    batchSize: info.batchSize,
    approximateInvokeCount: requestContext.approximateInvokeCount,
    functionError: responseContext?.functionError,
    statusCode: responseContext?.statusCode,
    executedVersion: responseContext?.executedVersion,
    responseContext: responseContext !== undefined,
    sentAtSeconds: (Date.parse(document.timestamp) - Date.parse(trace.scenario.startAt)) / 1000,
  };
  for (const [name, value] of Object.entries(expected)) {
    if (name === 'requestId' && value === 'present') expect(requestContext.requestId).toMatch(/^[0-9a-f-]{36}$/);
    else if (name === 'requestId')
      expect(trace.invocations.map(({ requestId }) => requestId)).toContain(requestContext.requestId);
    else if (name === 'payload') expect(typeof document.payload).toBe(value);
    else if (typeof value === 'string' && value.startsWith('unknown')) expect(found[name]).toBeGreaterThanOrEqual(1);
    else expect({ [name]: found[name] }).toEqual({ [name]: value });
  }
}

function expectWindowCall(invocation: Invocation | undefined, expected: ExpectedWindowCall, trace: Trace): void {
  const oversized = typeof expected.state === 'string';
  expect({
    records: invocation?.sequenceNumbers,
    window: [seconds(invocation?.window?.start), seconds(invocation?.window?.end)],
    ...('state' in expected && { state: oversized ? expected.state : invocation?.state }),
    isFinalInvokeForWindow: invocation?.isFinalInvokeForWindow,
    isWindowTerminatedEarly: invocation?.isWindowTerminatedEarly,
    ...(expected.shard !== undefined && { shard: invocation?.shardId }),
  }).toEqual(expected);
  if (oversized)
    expect(JSON.stringify(invocation?.state).length).toBeGreaterThan(trace.scenario.semantics.stateLimitBytes);
}

/** S28: retries wait about 0.2 s; everything else is at once. Recorded gaps below 100 ms stand for "at once". */
function expectGaps(invocations: readonly Invocation[], recorded: readonly number[]): void {
  const gaps = invocations
    .slice(1)
    .map((invocation, index) => invocation.startedAtMs - (invocations[index]?.endedAtMs ?? 0));
  expect(gaps).toEqual(recorded.map((gap) => (gap < 100 ? 0 : 200)));
}

/** Request ids as letters in the order of their first use: `A B C C D`. */
function lettersOf(invocations: readonly Invocation[]): readonly string[] {
  const ids = [...new Set(invocations.map(({ requestId }) => requestId))];
  return invocations.map(({ requestId }) => String.fromCharCode(65 + ids.indexOf(requestId)));
}

function callOf(invocations: readonly Invocation[], seq: string): Invocation {
  const call = invocations.find(({ sequenceNumbers }) => sequenceNumbers.includes(seq));
  if (call === undefined) throw new Error(`record ${seq} was never delivered`);
  return call;
}

function overlap(a: Invocation, b: Invocation): boolean {
  return a.startedAtMs < b.endedAtMs && b.startedAtMs < a.endedAtMs;
}

function concurrencyOf(invocations: readonly Invocation[]): number {
  return Math.max(...invocations.map((call) => invocations.filter((other) => overlap(call, other)).length));
}

function seconds(iso: string | undefined): number {
  return Date.parse(iso ?? '') / 1000;
}
