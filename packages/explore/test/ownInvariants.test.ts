import { describe, expect, test } from '@jest/globals';
import { explore } from '@millrace/explore';
import { mailing } from './proof/ownInvariant.ts';
import { records } from './proof/world.ts';

const seed = 18;

describe('an invariant of one’s own, of records that are given', () => {
  test('is not told to fail for fewer records, of which it never held', async () => {
    const { counterexample } = await explore({ ...mailing, seed });

    expect(counterexample).toMatchObject({ code: 'invariant: one mail each', faults: [{ fault: 'redeliver' }] });
    expect(counterexample?.records).toEqual(records);
    expect(counterexample?.story).toContain('there are 10 mails for 5 changes');
  });

  test('that never holds is told of all of them', async () => {
    const invariants = { none: () => false };
    const { counterexample } = await explore({ ...mailing, invariants, seed });

    expect(counterexample).toMatchObject({ code: 'invariant: none', faults: [] });
    expect(counterexample?.records).toEqual(records);
  });

  test('is in the test that is printed', async () => {
    const { counterexample } = await explore({ ...mailing, seed });

    expect(counterexample?.test).toContain("import { invariants, setup } from './setup.ts';");
    expect(counterexample?.test).toContain('assertSurvives({ setup, records, mapping, invariants, schedule, ');
  });
});
