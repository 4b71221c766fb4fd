import type { Sighting } from '../finding.ts';
import type { Seen } from '../seen.ts';

/** Looks for one thing that can be wrong; the smallest scenario that shows it is the answer. */
export type Judge = (seen: Seen) => Sighting | undefined;
