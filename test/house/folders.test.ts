import { describe, expect, test } from '@jest/globals';
import { filesLike, textOf } from './repository.ts';

// The shape of a package: src begins with its entry files; what are too many for one look is sorted into folders, each one
// thing with a sentence in its README. Which folder may use which is watched by `npm run arrows`.

const mostLooseFiles = 22;
const sources = filesLike(/^packages\/[^/]+\/src\/.*\.ts$/);
const folders = [...new Set(sources.map((path) => path.slice(0, path.lastIndexOf('/'))))];
const filesOf = (folder: string) => sources.filter((path) => path.slice(0, path.lastIndexOf('/')) === folder);

test('there is something to look at', () => {
  expect(folders).toEqual(expect.arrayContaining(['packages/records/src', 'packages/records/src/decoding']));
});

test.each(folders.filter((folder) => folder.endsWith('/src')))(
  `%s holds no more than ${mostLooseFiles} files: more are sorted into folders`,
  (folder) => {
    expect(filesOf(folder).length).toBeLessThanOrEqual(mostLooseFiles);
  },
);

// Of src itself the README of the package tells.
describe.each(folders)('%s', (folder) => {
  test('has a README that says what it is', () => {
    const readme = `${folder.replace(/\/src$/, '')}/README.md`;

    expect(filesLike(/README\.md$/)).toContain(readme);
    expect(textOf(readme).trim()).not.toBe('');
  });
});
