import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { sourceOfEntryPoint } from './entryPoints.ts';
import { filesLike, root, textOf } from './repository.ts';
import { exportsOf, importsOf, syntaxErrorsIn } from './syntax.ts';

// What the pages say about the repository has to be there.

const pages = filesLike(/\.md$/);

describe('pages', () => {
  test.each(pages)('every link of %s leads to a file', (page) => {
    const links = [...textOf(page).matchAll(/\]\((?!https?:|#)([^)#\s]+)[^)]*\)/g)].map((match) => match[1] ?? '');

    expect(links.filter((link) => !existsSync(join(root, dirname(page), link)))).toEqual([]);
  });

  test.each(pages)('every `npm run` of %s is a script', (page) => {
    const { scripts } = JSON.parse(textOf('package.json')) as { scripts: Record<string, string> };
    const named = [...textOf(page).matchAll(/npm run (?:-s )?([\w:-]+)/g)].map((match) => match[1] ?? '');

    expect(named.filter((name) => !(name in scripts))).toEqual([]);
  });
});

test('each package says on a page of its own what it is', () => {
  const folders = filesLike(/^packages\/[^/]+\/package\.json$/).map((path) => path.replace('package.json', ''));

  expect(folders.filter((folder) => !pages.includes(`${folder}README.md`))).toEqual([]);
});

describe('snippets', () => {
  test.each(pages)('what %s shows of a file stands in it', (page) => {
    // A comment before a block names the files; a line `// …` stands for what is left out between two pieces.
    const blocks = [...textOf(page).matchAll(/<!-- (\S+\/.+?) -->\n\n```\w*\n([\s\S]*?)\n```/g)];
    const missing = blocks.flatMap(([, sources = '', text = '']) => {
      const files = sources.split(' ').map((path) => flush(textOf(path)));
      return text.split('\n// …\n').filter((piece) => !files.some((file) => file.includes(flush(piece))));
    });

    expect(missing).toEqual([]);
  });

  const exported = new Set(
    [...sourceOfEntryPoint].flatMap(([entryPoint, source]) =>
      exportsOf(source).map(({ name }) => `${name} from '${entryPoint}'`),
    ),
  );
  const isOurs = (name: string): boolean => /^@millrace\/|^millrace$/.test(name);
  const missingFrom = (text: string): readonly string[] =>
    importsOf(text)
      .filter(({ from }) => isOurs(from))
      .map(({ name, from }) => `${name} from '${from}'`)
      .filter((wanted) => !exported.has(wanted));

  test.each(pages)('what the snippets of %s import is exported', (page) => {
    const snippets = [...textOf(page).matchAll(/```ts\n([\s\S]*?)```/g)].map((match) => match[1] ?? '');

    expect(snippets.flatMap(missingFrom)).toEqual([]);
  });

  test('the examples in docstrings are TypeScript', () => {
    const examples = filesLike(/^packages\/[^/]+\/src\/.*\.ts$/).flatMap((path) =>
      [...textOf(path).matchAll(/@example\n((?: *\* ?.*\n)*?)(?= *\*\/| *\* @)/g)].map((match) => ({
        path,
        text: (match[1] ?? '').replaceAll(/^ *\* ?|```\w*/gm, ''),
      })),
    );
    const broken = examples.flatMap(({ path, text }) => syntaxErrorsIn(text).map((error) => `${path}: ${error}`));

    expect(examples.length).toBeGreaterThan(0);
    expect(broken).toEqual([]);
  });
});

describe('decisions', () => {
  test('each dependency has a line that says what it was chosen over', () => {
    const line = textOf('docs/decisions/07-dependencies.md');
    const declared = filesLike(/(^|\/)package\.json$/).flatMap((path) => {
      const manifest = JSON.parse(textOf(path)) as Record<string, Record<string, string> | undefined>;
      return Object.keys({
        ...manifest['dependencies'],
        ...manifest['devDependencies'],
        ...manifest['peerDependencies'],
      });
    });
    const others = declared.filter((name) => !/^(@millrace\/|millrace$|example-|test-)/.test(name));

    expect([...new Set(others)].filter((name) => !line.includes(`\`${name}\``))).toEqual([]);
  });

  test('each page is in the list', () => {
    const list = textOf('docs/decisions/README.md');
    const files = filesLike(/^docs\/decisions\/\d.*\.md$/).map((path) => path.replace('docs/decisions/', ''));

    expect(files.filter((file) => !list.includes(`(${file})`))).toEqual([]);
  });
});

/** Without indentation: a piece of a function is shown flush left. */
function flush(text: string): string {
  return text.replaceAll(/^ +/gm, '').trim();
}
