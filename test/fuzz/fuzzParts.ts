import type { FuzzPart } from './fuzzPart.ts';
import { handlerPart } from './handlerPart.ts';
import { recordsPart } from './recordsPart.ts';
import { simulatorPart } from './simulatorPart.ts';

/** The parts that are attacked, each a file beside this one. */
export const fuzzParts: readonly FuzzPart[] = [recordsPart, handlerPart, simulatorPart];
