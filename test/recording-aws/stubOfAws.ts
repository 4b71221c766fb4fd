import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  elapse,
  rollovers,
  simulate,
  type ScenarioAction,
  type SemanticsOptions,
  type Trace,
} from '@millrace/simulator';
import type { Context, DynamoDBRecord } from 'aws-lambda';
import type { Aws } from './awsPort.ts';

type Handler = (event: object, context: object) => Promise<unknown>;

/** What the deployed function reaches of its surroundings. */
interface Surroundings {
  readonly console: { log(line: string): void };
  readonly Date: { now(): number };
  readonly setTimeout: (go: () => void, ms: number) => void;
}

/** The function of the template, as it is deployed. */
function deployed({ console, Date, setTimeout }: Surroundings): Handler {
  const template = readFileSync(join(__dirname, 'template.yaml'), 'utf8');
  const [, code = ''] = /ZipFile: \|\n([\s\S]*?)\nOutputs:/.exec(template) ?? [];
  const exports: { handler?: Handler } = {};
  // oxlint-disable-next-line typescript/no-implied-eval
  new Function('exports', 'console', 'Date', 'setTimeout', code)(exports, console, Date, setTimeout);
  if (exports.handler === undefined) throw new Error('the template has no handler');
  return exports.handler;
}

/** The time of an account. */
export interface StubClock {
  now(): number;
  wait(ms: number): Promise<void>;
}

/** A clock that nothing moves but waiting. */
function ownClock(): StubClock {
  let nowMs = Date.parse('2026-11-02T00:00:00Z');
  return { now: () => nowMs, wait: async (ms) => void (nowMs += ms) };
}

const shardId = 'shardId-00000000000000000000-00000000';
const rollOverMs = 4 * 3_600_000;

/** An account whose mappings behave as the simulator does under these semantics; it has one mapping at a time. */
export function stubOfAws(semantics: SemanticsOptions, clock: StubClock = ownClock()): Aws {
  let written = 0;
  let mapping: Record<string, unknown> = {};
  let createdMs = 0;
  let records: DynamoDBRecord[] = [];
  let ids = new Set<string>();
  let changes: ScenarioAction[] = [];
  let throttledSinceMs: number | undefined;
  let throttled: (readonly [fromMs: number, toMs: number])[] = [];
  let isEnabled = true;
  let taken = 0;

  /** Everything from the creation of the mapping up to now. */
  async function run(): Promise<{ readonly lines: readonly string[]; readonly trace: Trace }> {
    const lines: string[] = [];
    let callMs = 0;
    let context: Context | undefined;
    const handler = deployed({
      console: { log: (line) => lines.push(line) },
      Date: { now: () => callMs },
      setTimeout: (go, ms) => {
        if (context !== undefined) void elapse(context, ms).then(go, () => undefined);
      },
    });
    const observed = (event: object, own: Context) => {
      context = own;
      return handler(event, own);
    };
    const lengthMs = clock.now() - createdMs;
    const trace = await simulate({
      handler: observed,
      records,
      mapping: { ...mapping, StartingPosition: 'LATEST' },
      startAt: createdMs,
      semantics,
      actions: [...changes, ...rollovers(shardId, Math.floor(lengthMs / rollOverMs))],
      faults: ({ atMs }) => (throttled.some(([from, to]) => atMs >= from && atMs < to) ? 'throttle' : undefined),
      untilMs: lengthMs,
      functionTimeoutMs: 300_000,
      invocationDurationMs: ({ atMs }) => {
        callMs = createdMs + atMs;
        return 0;
      },
    });
    return { lines, trace };
  }

  return {
    async put(item) {
      const id = JSON.stringify(item['id']);
      const dynamodb = {
        ApproximateCreationDateTime: clock.now() / 1000,
        Keys: { id: item['id'] },
        NewImage: item,
        SequenceNumber: String(1000 + ++written),
      };
      const eventName = ids.has(id) ? 'MODIFY' : 'INSERT';
      ids.add(id);
      records.push({
        eventID: String(written).padStart(32, '0'),
        eventName,
        eventVersion: '1.1',
        eventSource: 'aws:dynamodb',
        awsRegion: 'us-east-1',
        dynamodb: { ...dynamodb, SizeBytes: JSON.stringify(item).length, StreamViewType: 'NEW_AND_OLD_IMAGES' },
        eventSourceARN: 'arn:aws:dynamodb:us-east-1:123456789012:table/t/stream/2026-11-02T00:00:00.000',
      } as DynamoDBRecord);
      await clock.wait(20);
    },
    async createMapping(given) {
      mapping = { ...given };
      delete mapping['EventSourceArn'];
      delete mapping['FunctionName'];
      createdMs = clock.now();
      records = [];
      ids = new Set();
      changes = [];
      throttled = [];
      isEnabled = given['Enabled'] !== false;
      taken = 0;
      return 'the-mapping';
    },
    async updateMapping(_uuid, given) {
      const atMs = clock.now() - createdMs;
      if (given['Enabled'] === undefined) changes.push({ atMs, do: 'update', mapping: given });
      else {
        isEnabled = given['Enabled'] === true;
        changes.push({ atMs, do: isEnabled ? 'enable' : 'disable' });
      }
    },
    stateOf: async () => (isEnabled ? 'Enabled' : 'Disabled'),
    deleteMapping: async () => undefined,
    async throttle(isThrottled) {
      const atMs = clock.now() - createdMs;
      if (throttledSinceMs !== undefined) throttled.push([throttledSinceMs, atMs]);
      throttledSinceMs = isThrottled ? atMs : undefined;
    },
    async messages() {
      const { lines } = await run();
      return ['START RequestId', ...lines.map((line) => `2026-11-02\tINFO\t${line}\n`), 'END RequestId'];
    },
    async documents() {
      if (records.length === 0) return [];
      const bodies = (await run()).trace.destination.map(({ body }) => body).slice(taken);
      taken += bodies.length;
      return bodies;
    },
    dropped: async () => (await run()).trace.metrics.DroppedEventCount ?? 0,
    now: () => clock.now(),
    wait: (ms) => clock.wait(ms),
  };
}
