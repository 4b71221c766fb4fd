import { describe, expect, test } from '@jest/globals';
import { fuzzRound } from './fuzzPart.ts';
import { fuzzParts } from './fuzzParts.ts';

// A short run of what `npm run fuzz` does for minutes.

describe.each(fuzzParts)('$name', (part) => {
  const runs = Math.ceil(part.runsInRound / 4);

  test('holds under random input', async () => {
    expect(await fuzzRound(part, 20261128, { runs })).toBeUndefined();
  });

  test('the planted fault is found', async () => {
    expect(await fuzzRound(part, 20261128, { isPlanted: true })).toMatchObject({ part: part.name, seed: 20261128 });
  });
});
