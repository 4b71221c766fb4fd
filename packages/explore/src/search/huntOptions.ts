import type { LambdaHandler } from '@millrace/simulator';
import { loadHandler } from '@millrace/simulator/node';
import type { Setup } from '../running/exploree.ts';
import { ExploreError } from './exploreError.ts';
import type { ExploreOptions } from './exploreOptions.ts';
import type { HuntTask } from './huntTask.ts';
import { taskImport } from './taskImport.ts';

/** Finds the function that `file#export` names. */
type Load = (reference: string) => Promise<LambdaHandler>;

/** Loads what a task names, and makes options of it. */
export async function huntOptions(task: HuntTask, load: Load = loadHandler): Promise<ExploreOptions> {
  const { exploration, setup, handler, records, mapping, functionTimeoutMs, runtime, faults } = task;
  const more = {
    ...(functionTimeoutMs !== undefined && { functionTimeoutMs }),
    ...(runtime !== undefined && { runtime }),
    ...(faults !== undefined && { faults }),
  };
  if (exploration !== undefined) {
    const answer: () => unknown = (await load(exploration)) as () => unknown;
    return { ...((await answer()) as ExploreOptions), ...more };
  }
  if (records === undefined || mapping === undefined) {
    throw new ExploreError(
      'InvalidOption',
      'A hunt takes `exploration`, or records and a mapping with `setup` or `handler`.',
    );
  }
  const loaded = await load(setup ?? handler ?? '');
  const made: Setup = setup === undefined ? () => ({ handler: loaded }) : (loaded as Setup);
  const setupImport = taskImport(task);
  return { setup: made, records, mapping, ...more, ...(setupImport !== undefined && { setupImport }) };
}
