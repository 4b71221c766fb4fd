import { makeIdempotent } from '@aws-lambda-powertools/idempotency';
import { describe, expect, jest, test } from '@jest/globals';
import { InMemoryPersistenceLayer } from '../../src/idempotency.ts';
import { invocation } from './records.ts';
import { testPersistenceLayer } from './persistenceContract.ts';

describe('in memory', () => {
  const layer = new InMemoryPersistenceLayer();

  testPersistenceLayer(() => layer);

  test("serves Powertools' own makeIdempotent too", async () => {
    const pay = jest.fn(async (order: { id: string }, _context: unknown) => `paid ${order.id}`);
    const payOnce = makeIdempotent(pay, { persistenceStore: new InMemoryPersistenceLayer() });

    expect(await payOnce({ id: 'o-1' }, invocation().context)).toBe('paid o-1');
    expect(await payOnce({ id: 'o-1' }, invocation().context)).toBe('paid o-1');
    expect(pay).toHaveBeenCalledTimes(1);
  });
});
