import { expect, test } from '@jest/globals';
import { expectCase } from '../conformance/expectCase.ts';
import { runCase } from '../conformance/runCase.ts';
import { outcomes, recorded } from './recorded.ts';

/** A case has its records in one shard, as the calls do not name theirs: it cannot say where a shard rolled over. */
const overShards = new Set(['X15']);

test.each(outcomes.filter(([id]) => !overShards.has(id)))(
  'the case that %s writes, where AWS has %j, comes out the same when it is replayed',
  async (id, semantics) => {
    const { mappingCase } = await recorded(id, semantics);

    const run = await runCase({ ...mappingCase, semantics });

    expectCase(run, mappingCase);
    expect(run.trace.invocations.length).toBeGreaterThan(0);
  },
);
