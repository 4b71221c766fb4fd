import '@millrace/jest';
import { test } from '@jest/globals';
import { run } from './runs.ts';

test('the global expect has the matchers too', async () => {
  const { expect }: { expect: (value: unknown) => { toSettleEveryRecord(): void } } = globalThis as never;

  expect(await run('a')).toSettleEveryRecord();
});
