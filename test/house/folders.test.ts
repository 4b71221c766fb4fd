import { describe, expect, test } from '@jest/globals';
import { filesLike, textOf } from './repository.ts';

// The shape of a package: src begins with its entry files; what are too many for one look is sorted into folders, each one
// thing with a sentence in its README. Which folder may use which is watched by `npm run arrows`.

interface Rule {
  readonly name: string;
  readonly to: { readonly pathNot?: string };
}
const { forbidden: rules } = require('../../.dependency-cruiser.cjs') as { readonly forbidden: readonly Rule[] };

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

describe('docs/ARCHITECTURE.md draws the floors that `npm run arrows` watches', () => {
  const page = textOf('docs/ARCHITECTURE.md');
  const names = (text: string) => [...text.matchAll(/`([^`]+)`/g)].map(([, name]) => name as string);
  const rows = [
    ...page.slice(page.indexOf('## Folders of the other packages')).matchAll(/^\| `(\w+)` \| (.+) \|$/gm),
  ].map(([, name, drawn]) => ({ name: name as string, drawn: drawn as string }));
  const foldersOf = (name: string) => [
    ...new Set(folders.flatMap((folder) => new RegExp(`^packages/${name}/src/([^/]+)`).exec(folder)?.[1] ?? [])),
  ];

  test('each package with folders has its row, and the simulator its own table', () => {
    const withFolders = folders.flatMap((folder) => /^packages\/(\w+)\/src\//.exec(folder)?.[1] ?? []);

    expect(['simulator', ...rows.map(({ name }) => name)].toSorted()).toEqual([...new Set(withFolders)].toSorted());
  });

  test.each(rows)('$name', ({ name, drawn }) => {
    const [chains = '', atTheSide = ''] = drawn.split(/; (?=[^;]* at the side)/);
    const below = chains.split(';').flatMap((chain) =>
      chain.split('◄').flatMap((floor, at, floors) => {
        const lower = at === 0 ? [] : names(floors[at - 1] as string);
        return names(floor.replace(/:.*$/, '')).flatMap((folder) => lower.map((used) => ({ folder, used })));
      }),
    );

    expect([...new Set(names(drawn))].toSorted()).toEqual(foldersOf(name).toSorted());
    expect(below.filter(({ folder, used }) => !mayUse(name, folder, used))).toEqual([]);
    expect(below.filter(({ folder, used }) => mayUse(name, used, folder))).toEqual([]);
    expect(names(atTheSide).filter((side) => names(chains).some((floor) => mayUse(name, floor, side)))).toEqual([]);
  });

  test('simulator', () => {
    const table = page.slice(page.indexOf('| folder | what it is |'), page.indexOf('## Folders of the other packages'));
    const drawn = [...table.matchAll(/^\| `(\w+)` \|/gm)].map(([, folder]) => folder as string);
    const pairs = drawn.flatMap((used, at) => drawn.slice(at + 1).map((folder) => ({ folder, used })));

    expect(drawn.toSorted()).toEqual(foldersOf('simulator').toSorted());
    expect(pairs.filter(({ folder, used }) => !mayUse('simulator', folder, used))).toEqual([]);
    expect(pairs.filter(({ folder, used }) => mayUse('simulator', used, folder))).toEqual([]);
  });
});

/** Whether `npm run arrows` lets a folder of a package use another of it. */
function mayUse(name: string, folder: string, used: string): boolean {
  const rule = rules.find((one) => one.name === `${name}-${folder}-points-down`);
  if (rule?.to.pathNot === undefined) throw new Error(`.dependency-cruiser.cjs has no place for ${folder} of ${name}.`);
  return new RegExp(rule.to.pathNot).test(`packages/${name}/src/${used}/`);
}
