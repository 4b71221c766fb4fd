import { expect, test } from '@jest/globals';
import { filesLike, textOf } from './repository.ts';

// docs/BEHAVIOURS.md is compared with the simulator and its tests in packages/simulator/test/behaviours.test.ts.
// Here: whoever cites a number, anywhere, cites one that is explained.

const known = new Set(textOf('docs/BEHAVIOURS.md').match(/\b[SU]\d+\b/g));

test.each([
  ['sources', /^packages\/[^/]+\/src\/.*\.(ts|md)$/],
  ['tests', /^(packages\/[^/]+\/test|test|examples)\/.*\.ts$/],
  ['pages', /^docs\/.*\.md$/],
])('each S- and U-number that the %s cite is in docs/BEHAVIOURS.md', (_where, files) => {
  const cited = filesLike(files).flatMap((path) =>
    // A quoted 'U1' is somebody's order, not a citation.
    (textOf(path).match(/(?<!['"`\w-])[SU]\d{1,2}\b(?!['"`])/g) ?? []).map((id) => ({ id, path })),
  );

  expect(cited.length).toBeGreaterThan(0);
  expect(cited.filter(({ id }) => !known.has(id))).toEqual([]);
});
