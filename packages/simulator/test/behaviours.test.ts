import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { defaultSemantics } from '../src/index.ts';

const page = readFileSync(join(__dirname, '../../../docs/BEHAVIOURS.md'), 'utf8');

/** A row of one of the page's tables: its cells, without the ends of the line. */
const rows = page
  .split('\n')
  .filter((line) => /^\| [SU]\d+ \|/.test(line))
  .map((line) => line.slice(2, -2).split(/ (?<!\\)\| /));

interface Row {
  readonly id: string;
  /** The name of the knob, where the row is about one. */
  readonly knob: string | undefined;
  readonly tests: readonly { readonly file: string; readonly name: string }[];
}

function parsed([id = '', subject = '', ...others]: readonly string[]): Row {
  const [, knob] = /^`(\w+)`$/.exec(subject) ?? [];
  const tests = (others.at(-1) ?? '').split('<br>').map((cell) => {
    const [, file = '', name = ''] = /^`([\w.]+)` › (.+)$/.exec(cell) ?? [];
    return { file, name: name.replaceAll('\\|', '|') };
  });
  return { id, knob, tests };
}

const behaviours = rows.map(parsed).filter(({ knob }) => knob === undefined);
const knobs = rows.map(parsed).filter(({ knob }) => knob !== undefined);
const sources = new Map(
  readdirSync(__dirname)
    .filter((file) => file.endsWith('.test.ts'))
    .map((file) => [file, readFileSync(join(__dirname, file), 'utf8')]),
);

describe('the page of behaviours', () => {
  test('has one row for each of S1 to S65, in this order', () => {
    expect(behaviours.map(({ id }) => id)).toEqual(Array.from({ length: 65 }, (_, index) => `S${index + 1}`));
  });

  test('names for each number a test that carries it', () => {
    const without = behaviours.filter(({ id, tests }) => !tests.some(({ name }) => name.startsWith(`${id}: `)));

    expect(without).toEqual([]);
  });

  test('names tests that exist', () => {
    const missing = [...behaviours, ...knobs]
      .flatMap(({ tests }) => tests)
      .filter(({ file, name }) => sources.get(file)?.includes(`'${name}'`) !== true);

    expect(missing).toEqual([]);
  });

  test('has one row for each knob, with a test of its name', () => {
    expect(new Set(knobs.map(({ knob }) => knob))).toEqual(new Set(Object.keys(defaultSemantics)));
    expect(knobs).toHaveLength(Object.keys(defaultSemantics).length);
    for (const { id, knob, tests } of knobs) {
      expect(tests.every(({ name }) => name.startsWith(`${id} ${knob}: `))).toBe(true);
    }
  });

  test('has a row for every number that a test carries', () => {
    const carried = [...sources.values()].flatMap((source) => [...source.matchAll(/\(\s*'([SU]\d+)[ :]/g)]);
    const known = new Set(rows.map(([id]) => id));

    expect(carried.map(([, id = '']) => id).filter((id) => !known.has(id) && id !== 'U3')).toEqual([]);
  });

  test('points at pages that are there', () => {
    const links = [...page.matchAll(/\]\(([\w.-]+\.md)\)/g)].map(([, link = '']) => link);

    expect(links.filter((link) => !existsSync(join(__dirname, '../../../docs', link)))).toEqual([]);
  });
});
