import type { ExploreOptions } from '@millrace/explore';
import { aggregate, records } from './aggregate.ts';

const mapping = { StartingPosition: 'TRIM_HORIZON', BatchSize: 10 } as const;

/** What a hunt explores: a handler that fails, and one that does not. */
export const failing = (): ExploreOptions => ({ setup: () => aggregate('after'), records, mapping });
export const surviving = (): ExploreOptions => ({ setup: () => aggregate('together'), records, mapping });
