import type { Capture } from '../capture.ts';
import { about, type Experiment, fine, minute, type Obey, put, wait } from './experiment.ts';

const mapping = { BatchSize: 8, MaximumRetryAttempts: 0, BisectBatchOnFunctionError: true };

/** Eight items of which some always fail. */
function poisoned(...poison: readonly number[]): readonly Obey[] {
  return Array.from({ length: 8 }, (_, at): Obey => (poison.includes(at + 1) ? { do: 'throw' } : fine));
}

const sizes = ({ documents }: Capture): string =>
  documents.map(({ DDBStreamBatchInfo: { batchSize } }) => batchSize).join('+');

/** Which documents tell of these; `values` says by their sizes what that means. */
function documentsOf(
  poison: readonly number[],
  values: Readonly<Record<string, string>>,
): Pick<Experiment, 'knobs' | 'decide' | 'mapping' | 'before' | 'steps'> {
  return {
    mapping,
    before: [put(...poisoned(...poison))],
    steps: [wait(2 * minute)],
    ...about('documents', (capture) => {
      const seen = sizes(capture);
      if (seen === '') return undefined;
      return {
        value: values[seen] ?? `none that is known: documents of ${seen} records`,
        because: `documents of ${seen} records told of poison ${poison.join()}`,
      };
    }),
  };
}

/** How the documents of what bisect isolated are put together, and when they come. */
export const bisectExperiments: readonly Experiment[] = [
  {
    id: 'X1a',
    title: 'Bisect gives up two neighbours',
    ...documentsOf([3, 4], { '2': 'mergeBisected', '1+1': 'onePerBatch' }),
  },
  {
    id: 'X1b',
    title: 'Bisect gives up neighbours of two halves',
    ...documentsOf([4, 5], { '2': 'mergeBisected', '1+1': 'onePerBatch' }),
  },
  {
    id: 'X1c',
    title: 'Bisect gives up all',
    ...documentsOf([1, 2, 3, 4, 5, 6, 7, 8], { '8': 'mergeBisected', '1+1+1+1+1+1+1+1': 'onePerBatch' }),
  },
  {
    id: 'X1d',
    title: 'Bisect gives up two that are no neighbours',
    ...documentsOf([3, 5], { '1+1': 'none that merges over a gap' }),
  },
  {
    id: 'X1e',
    title: 'Two batches in a row are given up whole',
    ...documentsOf([1, 2], { '2': 'mergeNeighbours', '1+1': 'none that merges whole batches' }),
    mapping: { BatchSize: 1, MaximumRetryAttempts: 0 },
    before: [put({ do: 'throw' }, { do: 'throw' })],
  },
  {
    id: 'X1f',
    title: 'When the document of a half comes',
    mapping,
    before: [put({ do: 'throw' }, ...poisoned().slice(2), { sleepMs: 20_000 })],
    steps: [wait(4 * minute)],
    ...about('documentTime', ({ calls, documents: [document] }) => {
      const last = calls.at(-1);
      if (document === undefined || last === undefined) return undefined;
      const lateMs = Date.parse(document.timestamp) - last.atMs;
      return {
        value: lateMs < 10_000 ? 'atDiscard' : 'afterBisectedBatch',
        because: `the document came ${lateMs} ms after the start of the last call, which took 20 s`,
      };
    }),
  },
];
