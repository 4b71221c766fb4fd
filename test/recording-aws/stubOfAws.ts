import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { simulate, type LambdaHandler, type SemanticsOptions } from '@millrace/simulator';
import type { DynamoDBRecord } from 'aws-lambda';
import type { Aws } from './awsPort.ts';

type Handler = (event: object, context: object) => Promise<unknown>;

/** The function of the template, as it is deployed; it logs into a list. */
function deployed(log: (line: string) => void, now: () => number): Handler {
  const template = readFileSync(join(__dirname, 'template.yaml'), 'utf8');
  const [, code = ''] = /ZipFile: \|\n([\s\S]*?)\nOutputs:/.exec(template) ?? [];
  const exports: { handler?: Handler } = {};
  const clock = { now };
  // oxlint-disable-next-line typescript/no-implied-eval
  new Function('exports', 'console', 'Date', code)(exports, { log }, clock);
  if (exports.handler === undefined) throw new Error('the template has no handler');
  return exports.handler;
}

/** An account whose mappings behave as the simulator does under these semantics, on a clock of its own. */
export function stubOfAws(semantics: SemanticsOptions): Aws {
  const startMs = Date.parse('2026-11-02T00:00:00Z');
  let nowMs = startMs;
  let written = 0;
  let mapping: Record<string, unknown> = {};
  let firstEnabledMs = Infinity;
  const records: DynamoDBRecord[] = [];
  const changes: { readonly atMs: number; readonly do: 'disable' | 'enable' }[] = [];
  let isEnabled = true;
  let documents: readonly string[] = [];

  /** Everything up to now, from the first enable: nothing was written before it. */
  async function run(): Promise<readonly string[]> {
    const lines: string[] = [];
    let callMs = 0;
    const handler = deployed(
      (line) => lines.push(line),
      () => callMs,
    );
    const observed: LambdaHandler = (event: object, context: object) => handler(event, context);
    const trace = await simulate({
      handler: observed,
      records,
      mapping: { ...mapping, StartingPosition: 'TRIM_HORIZON', Enabled: true },
      startAt: firstEnabledMs,
      semantics,
      actions: changes
        .map((change) => ({ ...change, atMs: change.atMs - firstEnabledMs }))
        .filter(({ atMs }) => atMs > 0),
      untilMs: nowMs - firstEnabledMs,
      functionTimeoutMs: 30_000,
      invocationDurationMs: ({ atMs }) => {
        callMs = firstEnabledMs + atMs;
        return 0;
      },
    });
    documents = trace.destination.map(({ body }) => body);
    return lines;
  }

  return {
    async put(item) {
      const dynamodb = {
        ApproximateCreationDateTime: nowMs / 1000,
        Keys: { id: item['id'] },
        NewImage: item,
        SequenceNumber: String(1000 + ++written),
      };
      records.push({ eventName: 'INSERT', eventSource: 'aws:dynamodb', dynamodb } as DynamoDBRecord);
      nowMs += 20;
    },
    async createMapping(given) {
      const { EventSourceArn: _, FunctionName: __, ...rest } = given;
      mapping = { ...rest };
      return 'the-mapping';
    },
    async setEnabled(_uuid, enabled) {
      isEnabled = enabled;
      if (enabled && records.length > 0) firstEnabledMs = Math.min(firstEnabledMs, nowMs);
      changes.push({ atMs: nowMs, do: enabled ? 'enable' : 'disable' });
    },
    stateOf: async () => (isEnabled ? 'Enabled' : 'Disabled'),
    deleteMapping: async () => undefined,
    async messages() {
      return ['START RequestId', ...(await run()).map((line) => `2026-11-02\tINFO\t${line}\n`), 'END RequestId'];
    },
    async documents() {
      const taken = documents;
      documents = [];
      return taken;
    },
    now: () => nowMs,
    wait: async (ms) => void (nowMs += ms),
  };
}
