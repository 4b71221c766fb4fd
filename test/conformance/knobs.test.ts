import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { defaultSemantics, type Semantics, simulate } from '@millrace/simulator';
import { expectCase } from './expectCase.ts';
import type { Expected, MappingCase } from './mappingCase.ts';
import { runCase } from './runCase.ts';

/** A case of cases/knobs.json: the same records, and what becomes of them under each value of a knob. */
type KnobCase = Omit<MappingCase, 'expected' | 'evidence' | 'confidence'> & {
  readonly knob: keyof Semantics;
  readonly values: readonly { readonly value: unknown; readonly expected: Expected }[];
};

const { cases } = JSON.parse(readFileSync(join(__dirname, 'cases/knobs.json'), 'utf8')) as { cases: KnobCase[] };
const outcomes = cases.flatMap((each) =>
  each.values.map(({ value, expected }) => [each.knob, value, each.title, each, expected] as const),
);

describe('what AWS leaves open, value by value', () => {
  test.each(outcomes)('%s %j: %s', async (knob, value, _title, knobCase, expected) => {
    const evidence = { class: 'one value of a knob', ref: 'docs/BEHAVIOURS.md' };
    const semantics = { ...knobCase.semantics, [knob]: value };
    const mappingCase: MappingCase = { ...knobCase, evidence, confidence: 'unknown', semantics, expected };

    expectCase(await runCase(mappingCase), mappingCase);
  });

  test('every knob has a case of its default, of another value, and of each of its values where they can be listed', async () => {
    const missing: string[] = [];
    for (const [knob, standard] of Object.entries(defaultSemantics)) {
      const tried = outcomes.filter(([own]) => own === knob).map(([, value]) => JSON.stringify(value));
      const choices = [JSON.stringify(standard), ...(await choicesOf(knob))];
      if (new Set(tried).size < 2) missing.push(`${knob}: two values`);
      missing.push(...choices.filter((value) => !tried.includes(value)).map((value) => `${knob}: ${value}`));
    }

    expect(missing).toEqual([]);
  });

  test('the values of a case do not all come out the same', () => {
    for (const { knob, title, values } of cases) {
      expect({
        knob,
        title,
        outcomes: new Set(values.map(({ expected }) => JSON.stringify(expected))).size,
      }).not.toEqual({
        knob,
        title,
        outcomes: 1,
      });
    }
  });
});

/** The values of a knob that is a choice, as JSON: its refusal lists them. */
async function choicesOf(knob: string): Promise<readonly string[]> {
  const options = { handler: () => undefined, records: [], mapping: { StartingPosition: 'TRIM_HORIZON' as const } };
  const refusal = await simulate({ ...options, semantics: { [knob]: 'none of them' } }).catch(String);
  return typeof refusal === 'string' ? (refusal.match(/("[\w]+"|true|false)(?= or |\.)/g) ?? []) : [];
}
