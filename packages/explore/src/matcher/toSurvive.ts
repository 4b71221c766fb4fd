import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { explore } from '../search/explore.ts';
import type { ExploreOptions } from '../search/exploreOptions.ts';

/** What is explored, as `expect` takes it; `toSurvive` takes the rest. */
export type Survivor = Pick<ExploreOptions, 'setup' | 'mapping'> & Partial<ExploreOptions>;

/** How far it is explored; as for `explore`, but 300 runs are drawn by default. */
export type SurviveOptions = Omit<Partial<ExploreOptions>, 'setup' | 'mapping'>;

/** The part of `this` that is read; Jest's and Vitest's both have it. */
interface MatcherThis {
  readonly isNot?: boolean;
  readonly currentTestName?: string | undefined;
  readonly testPath?: string | undefined;
}

const defaultRuns = 300;

/**
 * Passes when a handler survives what a stream can do to it. A failure is kept under `node_modules/.cache` and tried
 * first the next time, until it is mended; `save` names another file.
 */
export async function toSurvive(
  this: MatcherThis,
  received: Survivor,
  options: SurviveOptions = {},
): Promise<{ readonly pass: boolean; readonly message: () => string }> {
  const given: ExploreOptions = { runs: defaultRuns, save: keptBy(this), seed: 0, ...received, ...options };
  const { ok, report } = await explore(given);
  const call = `expect({ setup, records, mapping })${ok ? '.not' : ''}.toSurvive()`;
  return { pass: ok, message: () => `${call}\n\n${report}` };
}

/** A file for each test, in the place where tools keep what can be thrown away. */
function keptBy({ testPath = '', currentTestName = '' }: MatcherThis): string {
  const name = createHash('sha256').update(`${testPath}\n${currentTestName}`).digest('hex').slice(0, 16);
  return join('node_modules', '.cache', 'millrace', 'explore', `${name}.json`);
}
