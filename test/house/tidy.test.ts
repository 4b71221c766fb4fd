import { describe, expect, test } from '@jest/globals';
import { sourceOfEntryPoint } from './entryPoints.ts';
import { filesLike, linesLike, textOf } from './repository.ts';
import { edgesIn, exportsOf, idleTestsIn, realmsAskedIn, starExportsIn } from './syntax.ts';

// The rules of the house that no other tool watches. A finding is a line `path:line: what`, so that it can be clicked.

const sources = filesLike(/^packages\/[^/]+\/src\/.*\.ts$/);
const tests = filesLike(/^(packages\/[^/]+\/test|test|examples)\/.*\.ts$/);
const entryPoints = [...sourceOfEntryPoint.values()];

describe('sources', () => {
  const coreFolders = filesLike(/^packages\/.*\/src\/.*README\.md$/)
    .filter((readme) => /\bCORE\b/.test(textOf(readme)))
    .map((readme) => readme.slice(0, -'README.md'.length));

  test('there are folders whose README says CORE', () => {
    expect(coreFolders).toContain('packages/simulator/src/core/');
  });

  test('the check finds the edges of a file that has some', () => {
    const found = edgesIn('test/integration/src/dynamoDbLocal.ts').map(({ what }) => what);

    expect(found).toEqual(expect.arrayContaining(['async', 'await', 'node:child_process', 'Date', 'process', 'fetch']));
  });

  test.each(coreFolders)('%s has no clock, chance, timer, process, file, console or async in it', (folder) => {
    const files = sources.filter((path) => path.startsWith(folder));

    expect(files.length).toBeGreaterThan(0);
    expect(files.flatMap(edgesIn)).toEqual([]);
  });

  test('no file is over 300 lines: it would have two names', () => {
    const long = sources.map((path) => ({ path, lines: textOf(path).split('\n').length }));

    expect(long.filter(({ lines }) => lines > 300)).toEqual([]);
  });

  test('no way around the type checker', () => {
    expect(linesLike(sources, /\bas any\b|\bas unknown as\b|@ts-(ignore|nocheck|expect-error)/)).toEqual([]);
  });

  test('no `instanceof` asks about a class of the language: another realm has another', () => {
    const askedFirst = 'packages/simulator/src/words/isErrorOfAnyRealm.ts'; // And the prototypes after it.

    expect(sources.flatMap(realmsAskedIn)).toEqual([
      { what: 'value instanceof Error', where: expect.stringContaining(askedFirst) },
    ]);
  });

  test('nothing is promised for later', () => {
    expect(linesLike(sources, /\b(TODO|FIXME|XXX)\b|not implemented/i)).toEqual([]);
  });

  test('no file is a drawer', () => {
    expect(sources.filter((path) => /\/(types|utils?|helpers?|common|misc)\.ts$/.test(path))).toEqual([]);
  });
});

describe('exports', () => {
  test.each(entryPoints)('%s names each of its exports', (path) => {
    expect(starExportsIn(path)).toEqual([]);
  });

  test.each(entryPoints)('each export of %s says in a docstring what it is', (path) => {
    const bare = exportsOf(path).filter(({ documented }) => !documented);

    expect(bare.map(({ name }) => name)).toEqual([]);
  });
});

describe('tests', () => {
  test('none runs alone, and none is skipped but for a reason that is computed', () => {
    // `(withJava ? describe : describe.skip)` is computed: what it needs is not on every machine.
    expect(tests.flatMap(idleTestsIn)).toEqual([]);
  });
});

describe('the repository', () => {
  const texts = filesLike(/\.(ts|mjs|cjs|js|json|md|ya?ml|txt|html)$|^\.ci\/run$/).filter(
    (path) => path !== 'pnpm-lock.yaml',
  );

  test('every file has a plain name: what a test or a run leaves behind is not taken in', () => {
    expect(filesLike(/[^\w./-]|^\.millrace\//)).toEqual([]);
  });

  test('no file names a folder of one machine', () => {
    const machinePaths = /(^|[\s'"`(=])\/(work|farm|root|Users\/\w+|home\/\w+)\//;

    expect(linesLike(texts, machinePaths).filter((line) => !isAboutItself(line))).toEqual([]);
  });

  test('no file names a registry, and the lock file holds no address', () => {
    expect(linesLike(['pnpm-lock.yaml'], /https?:\/\//)).toEqual([]);
    expect(filesLike(/(^|\/)\.npmrc$/)).toEqual([]);
  });

  test('no dependency has a range: what is installed today is installed tomorrow', () => {
    const ranges = filesLike(/(^|\/)package\.json$/).flatMap((path) => {
      const manifest = JSON.parse(textOf(path)) as Record<string, Record<string, string> | undefined>;
      const declared = { ...manifest['dependencies'], ...manifest['devDependencies'] };
      return Object.entries(declared)
        .filter(([, version]) => /[\^~*><]|latest/.test(version.replace('workspace:*', '')))
        .map(([name, version]) => `${path}: ${name} ${version}`);
    });

    expect(ranges).toEqual([]);
  });
});

function isAboutItself(line: string): boolean {
  return line.startsWith('test/house/tidy.test.ts:');
}
