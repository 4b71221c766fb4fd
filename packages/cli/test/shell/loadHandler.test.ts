import { expect, test } from '@jest/globals';
import { loadHandler } from '../../src/shell/loadHandler.ts';
import { UsageError } from '../../src/shell/usageError.ts';

test('a handler file that is not there is a mistake in what was written behind --handler', async () => {
  const loading = loadHandler('src/none.ts');

  await expect(loading).rejects.toThrow(UsageError);
  await expect(loading).rejects.toThrow(
    /^There is no handler file .*none\.ts\. Pass --handler <file\[#export\]> with a path from the current directory, such as src\/handler\.ts or src\/handler\.ts#onOrder\.$/,
  );
});
