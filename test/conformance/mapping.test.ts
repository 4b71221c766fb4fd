import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import type { Invocation, Trace } from '@millrace/simulator';
import { expectCase } from './expectCase.ts';
import type { MappingCase } from './mappingCase.ts';
import { runCase } from './runCase.ts';

const { cases } = JSON.parse(readFileSync(join(__dirname, 'cases/mapping.json'), 'utf8')) as { cases: MappingCase[] };

/** What the `timing` sentences of the cases say, as claims. */
const timing: Readonly<Record<string, (trace: Trace) => void>> = {
  N08: ({ invocations }) => expect(startOf(invocations, 2) - startOf(invocations, 1)).toBe(5000),
  D10: ({ invocations }) => expect(startOf(invocations, 0)).toBe(5000),
  D11: ({ invocations }) => expect(startOf(invocations, 0)).toBe(0),
  D18: (trace) => {
    const finalCall = Date.parse(trace.scenario.startAt) + startOf(trace.invocations, 1);
    expect(finalCall).toBeGreaterThanOrEqual(110_000);
    expect(finalCall).toBeLessThanOrEqual(230_000);
  },
};

describe('cases recorded on AWS or documented by it', () => {
  test.each(cases.map((each) => [each.id, each.title, each] as const))('%s %s', async (id, _title, mappingCase) => {
    const run = await runCase(mappingCase);

    expectCase(run, mappingCase);
    timing[id]?.(run.trace);
  });
});

function startOf(invocations: readonly Invocation[], index: number): number {
  return invocations[index]?.startedAtMs ?? Number.NaN;
}
