import { describe, expect, test } from '@jest/globals';
import type { CheckUp, Finding } from '@millrace/explore/check';
import { join } from 'node:path';
import { sarif } from '../../src/check/sarif.ts';
import { sarifErrors } from './sarifErrors.ts';

const finding = (more: Partial<Finding> = {}): Finding => ({
  code: 'skipsRecords',
  what: 'Of a batch, the handler works on some records only.',
  why: 'A batch has up to BatchSize records.',
  evidence: 'alone 3 effects, as one batch only 1',
  scenario: '3 records as one batch',
  mend: 'Go through all records.',
  test: "test('…', …)",
  ...more,
});

const checkOf = (handler: string, ...findings: readonly Finding[]): CheckUp => ({
  handler,
  findings,
  notTried: [],
  grade: '',
  counts: { probes: 1, calls: 1, effects: 1, codes: 20, tried: 20, clean: 19 },
  recordsFrom: 'nowhere',
  unset: [],
  notes: [],
  ms: 1,
});

describe('the SARIF of a check-up', () => {
  test.each([
    ['nothing found', []],
    ['a relative handler', [checkOf('src/app.ts#handler', finding())]],
    ['a path that needs escapes', [checkOf(join(process.cwd(), 'my src/ä#1.ts#handler'), finding())]],
    ['a path outside of the folder', [checkOf('/elsewhere/a b.ts#handler', finding())]],
    [
      'a place, and the same code twice',
      [
        checkOf('a.ts#handler', finding({ place: { file: join(process.cwd(), 'a.ts'), line: 7 } })),
        checkOf('b.ts#handler', finding(), finding({ code: 'neverSettles' })),
      ],
    ],
  ])('is what the schema of OASIS asks for: %s', (_name, checks) => {
    expect(sarifErrors(sarif(checks))).toEqual([]);
  });

  test('names each rule once, and the line of each finding', () => {
    const place = { file: join(process.cwd(), 'my src/a.ts'), line: 7 };

    expect(sarif([checkOf('a.ts#handler', finding({ place })), checkOf('b.ts#handler', finding())])).toMatchObject({
      runs: [
        {
          tool: { driver: { rules: [{ id: 'skipsRecords' }] } },
          results: [
            {
              locations: [
                { physicalLocation: { artifactLocation: { uri: 'my%20src/a.ts' }, region: { startLine: 7 } } },
              ],
            },
            { locations: [{ physicalLocation: { artifactLocation: { uri: 'b.ts' }, region: { startLine: 1 } } }] },
          ],
        },
      ],
    });
  });

  test('the schema refuses what is no SARIF', () => {
    const line0 = sarif([checkOf('a.ts#handler', finding({ place: { file: 'a.ts', line: 0 } }))]);

    expect(sarifErrors(line0)).toMatchObject([{ instancePath: expect.stringMatching(/startLine$/) }]);
    expect(sarifErrors({ version: '2.0.0', runs: [] })).not.toEqual([]);
    expect(sarifErrors({ ...sarif([]), findings: [] })).not.toEqual([]);
  });
});
