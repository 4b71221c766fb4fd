import type { Semantics } from './semantics.ts';

/** The entry of `semantics` that a step rests on, where what AWS does is not known. */
export type Assumption = keyof Semantics;
