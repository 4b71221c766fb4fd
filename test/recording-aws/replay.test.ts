import { expect, test } from '@jest/globals';
import { expectCase } from '../conformance/expectCase.ts';
import { runCase } from '../conformance/runCase.ts';
import { outcomes, recorded } from './recorded.ts';

/** Lanes go by the names of items, an event by the bytes of its records, X15 by roll-overs: the kit has none of these. */
const ofTheirStream = new Set(['X5a', 'X5b', 'X10d', 'X15']);

test.each(outcomes.filter(([id]) => !ofTheirStream.has(id)))(
  'the case that %s writes, where AWS has %j, comes out the same when it is replayed',
  async (id, semantics) => {
    const { mappingCase } = await recorded(id, semantics);

    const run = await runCase({ ...mappingCase, semantics });

    expectCase(run, mappingCase);
    expect(run.trace.invocations.length).toBeGreaterThan(0);
  },
);
