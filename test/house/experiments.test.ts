import { expect, test } from '@jest/globals';
import { experiments } from '../recording-aws/experiments.ts';
import { textOf } from './repository.ts';

/** The rows of the knobs, each with its number, its knob and its evidence. */
const rows = textOf('docs/BEHAVIOURS.md')
  .split('\n')
  .filter((line) => /^\| [SU]\d+ \| `\w+` \| /.test(line))
  .map((line) => line.split(/ (?<!\\)\| /))
  .map(([id = '', knob = '', , evidence = '']) => ({ id: id.slice(2), knob: knob.slice(1, -1), evidence }));

test('each knob names beside its evidence the experiments that ask AWS about it, or why there is none', () => {
  const wrong = rows.filter(({ knob, evidence }) => {
    const asking = experiments.filter(({ knobs }) => knobs.includes(knob)).map(({ id }) => id);
    const said = asking.length > 0 ? `. Experiment ${asking.join(', ')}` : '. No experiment: ';
    return !evidence.includes(said);
  });

  expect(rows.length).toBeGreaterThan(30);
  expect(wrong).toEqual([]);
});

test('each unknown of AWS has an experiment', () => {
  const unknowns = rows.filter(({ id }) => id.startsWith('U'));

  expect(unknowns.length).toBeGreaterThan(15);
  expect(unknowns.filter(({ evidence }) => !evidence.includes('. Experiment X'))).toEqual([]);
});

test('each behaviour of which something is unknown names the experiments that ask AWS about it, or says why there is none', () => {
  const known = new Set(experiments.map(({ id }) => id));
  const unknowns = textOf('docs/BEHAVIOURS.md')
    .split('\n')
    .filter((line) => /^\| S\d+ \| (?!`\w+` \| )/.test(line))
    .map((line) => line.split(/ (?<!\\)\| /))
    .map(([id = '', , source = '', certainty = '']) => ({ id: id.slice(2), source, certainty }))
    .filter(({ certainty }) => certainty.includes('unknown'));
  const asking = (source: string) => source.slice(source.indexOf('Experiment ')).match(/\bX\d+[a-f]?\b/g) ?? [];

  expect(unknowns.length).toBeGreaterThan(10);
  expect(unknowns.filter(({ source }) => !/\. (Experiment X\d|No experiment: )/.test(source))).toEqual([]);
  expect(unknowns.flatMap(({ source }) => asking(source)).filter((id) => !known.has(id))).toEqual([]);
});
