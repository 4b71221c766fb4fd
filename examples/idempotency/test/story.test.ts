import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { hasJava, startDynamoDbLocal, whyNoDynamoDbLocal } from '../../../test/integration/src/dynamoDbLocal.ts';
import { asTable, compare } from '../src/comparison.ts';

const withJava = hasJava();
if (!withJava) process.stderr.write(`${whyNoDynamoDbLocal}\n`); // Jest keeps the console of a skipped suite to itself

(withJava ? describe : describe.skip)('the story of 100 records', () => {
  test('comes out as the documentation says, under every strategy', async () => {
    const documentation = readFileSync(new URL('../../../docs/idempotency.md', import.meta.url), 'utf8');
    const [, documented = ''] = /<!-- table -->\n([\s\S]*)\n<!-- \/table -->/.exec(documentation) ?? [];
    const server = await startDynamoDbLocal();

    try {
      expect(asTable(await compare(server.endpoint))).toBe(documented);
    } finally {
      await server.stop();
    }
  }, 120_000);
});
