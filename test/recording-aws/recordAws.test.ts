import { describe, expect, test } from '@jest/globals';
import { defaultSemantics } from '@millrace/simulator';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { experimentRow, totalRow } from './experimentRow.ts';
import { experiments } from './experiments.ts';
import { recordAws } from './recordAws.ts';
import { outcomes, recorded, stack } from './recorded.ts';
import { runExperiment } from './runExperiment.ts';
import { stubOfAws } from './stubOfAws.ts';

describe('each experiment tells the values of its knobs apart', () => {
  test.each(outcomes)('%s with %j', async (id, semantics, told) => {
    expect((await recorded(id, semantics)).told).toContain(told);
  });

  test('and is tried for every knob that it asks about', () => {
    const tried = new Set(
      outcomes.flatMap(([id, , told]) =>
        experiments
          .flatMap(({ id: own, knobs }) => (own === id ? knobs : []))
          .filter((knob) => told.includes(knob) || knob === 'backoff'),
      ),
    );

    expect(experiments.flatMap(({ knobs }) => knobs).filter((knob) => !tried.has(knob))).toEqual([]);
    expect(experiments.flatMap(({ knobs }) => knobs).filter((knob) => !(knob in defaultSemantics))).toEqual([]);
  });
});

test('the page has the row of each experiment, as `--list` prints it, in their order', () => {
  const page = readFileSync(join(__dirname, '../../docs/recording-aws.md'), 'utf8');

  expect(page.split('\n').filter((line) => /^\| (X\d|all )/.test(line))).toEqual([
    ...experiments.map(experimentRow),
    totalRow(experiments),
  ]);
});

test('a mapping is deleted when its experiment fails, one that never gets ready is named, and the others go on', async () => {
  const aws = stubOfAws({});
  const deleted: string[] = [];
  const stuck = {
    ...aws,
    stateOf: async () => 'Creating',
    deleteMapping: async (uuid: string) => void deleted.push(uuid),
  };
  const [first, second] = experiments;
  if (first === undefined || second === undefined) throw new Error('there are no experiments');
  const lines: string[] = [];

  await expect(runExperiment(first, stack, stuck)).rejects.toThrow('is Creating after 15 minutes');
  expect(deleted).toEqual(['the-mapping']);
  expect(
    await recordAws(stack, stuck, { print: (line) => lines.push(line), write: () => undefined }, [first, second]),
  ).toEqual([first.id, second.id]);
  expect(lines[1]).toContain('X1b Bisect gives up neighbours of two halves: not recorded, as Error: Mapping');
});
