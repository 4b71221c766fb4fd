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
