import { expect, test } from '@jest/globals';
import { whereToRead } from '../../packages/simulator/src/words/whereToRead.ts';
import { filesLike, textOf } from './repository.ts';
import { textsIn } from './syntax.ts';

// A message that cites an S- or U-number says where it is explained: not the text itself, but whatever shows it.

/** Where messages cite numbers, and what shows them. */
const shownBy: Readonly<Record<string, readonly string[]>> = {
  'packages/simulator/src/mapping': ['packages/simulator/src/words/mappingError.ts'],
  'packages/simulator/src/(function|run|check)': [
    'packages/cli/src/replay/replayText.ts',
    'packages/jest/src/words/failureMessage.ts',
    'packages/jest/src/words/warningSection.ts',
  ],
  'packages/explore/src/check': ['packages/cli/src/check/cardText.ts', 'packages/cli/src/check/sarif.ts'],
};

// S3 in a message is the service.
const cited = filesLike(/^packages\/[^/]+\/src\/.*\.ts$/).flatMap((path) =>
  textsIn(path, /(?<![\w-])(?!S3\b)[SU]\d{1,2}(?!\w)/),
);

test('messages that cite a number stand where something that shows them says where to read it', () => {
  const shown = Object.keys(shownBy).map((folder) => new RegExp(`^${folder}/`));

  expect(cited.length).toBeGreaterThan(30);
  expect(cited.filter(({ where }) => !shown.some((folder) => folder.test(where)))).toEqual([]);
});

test('a number in a message stands where whereToRead finds it', () => {
  expect(cited.filter(({ what }) => whereToRead(what) === undefined)).toEqual([]);
});

test.each(Object.values(shownBy).flat())('%s says where to read the numbers of what it shows', (path) => {
  expect(textOf(path)).toMatch(/whereToRead\(/);
});
