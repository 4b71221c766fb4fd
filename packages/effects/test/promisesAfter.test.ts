import { execFileSync } from 'node:child_process';
import { expect, test } from '@jest/globals';

// Up to Node.js 22 each storage of a call's context makes every promise of the process slower, and marks it.
const program = `
  import { effects, interceptEffects } from '@millrace/effects';
  import { simulate } from '@millrace/simulator';

  const marks = async () => {
    await new Promise((resolve) => setTimeout(resolve)); // Node.js stops its hooks a little later.
    return Object.getOwnPropertySymbols(new Promise(() => {})).length;
  };
  const charge = effects.wrap('charge', async () => 'charged');
  const records = [{ eventName: 'INSERT', dynamodb: { Keys: { id: { S: 'a' } }, SequenceNumber: '1' } }];
  const mapping = { StartingPosition: 'TRIM_HORIZON', MaximumRetryAttempts: 0 };
  const seen = [await marks()];

  await simulate({ handler: () => charge(), records, mapping });
  seen.push(await marks());
  await simulate({ handler: () => charge(), records: [...records, ...records], mapping }).catch(() => undefined);
  seen.push(await marks());
  const interception = interceptEffects();
  await simulate({ handler: () => fetch('https://api.example.com/charge'), records, mapping });
  interception.restore();
  seen.push(await marks());
  console.log(seen.join(' '));
  process.exit();
`;

test('a run, one that is refused, and an interception leave the promises of the process as they were', () => {
  const out = execFileSync(
    process.execPath,
    ['--conditions=@millrace/source', '--import', 'tsx', '--input-type=module', '--eval', program],
    { cwd: import.meta.dirname, encoding: 'utf8' },
  );

  expect(out).toBe('0 0 0 0\n');
});
