import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { filesLike, root, textOf } from './repository.ts';

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
