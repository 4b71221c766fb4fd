import { type FaultKind, faultKinds } from '../faults/scheduledFault.ts';
import { ExploreError } from './exploreError.ts';

/** What is tried one by one, round by round; what is drawn comes behind. */
export const enumeratedRounds = ['alone', 'orders', 'pairs'] as const;

/** Where a failure was found: the round, the kinds that were drawn more often in it, and fast-check's own path. */
export interface ExplorationPath {
  readonly round: number;
  readonly boosted: readonly FaultKind[];
  readonly inner: string;
}

/** `3-1a:12:0:1`. */
export function writePath({ round, boosted, inner }: ExplorationPath): string {
  const mask = boosted.reduce((bits, kind) => bits + 2 ** faultKinds.indexOf(kind), 0);
  return `${round}-${mask.toString(16)}:${inner}`;
}

/** Reads what `writePath` wrote. */
export function readPath(path: string): ExplorationPath {
  const [, round, mask, inner] = /^(\d+)-([0-9a-f]+):([\d:]+)$/.exec(path) ?? [];
  if (round === undefined || mask === undefined || inner === undefined) {
    throw new ExploreError(
      'InvalidOption',
      `\`path\` is ${path}, expected what a failure printed, such as 0-0:12:0:1.`,
    );
  }
  const bits = Number.parseInt(mask, 16);
  const boosted = faultKinds.filter((_, index) => Math.floor(bits / 2 ** index) % 2 === 1);
  return { round: Number(round), boosted, inner };
}
