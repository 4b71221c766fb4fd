import { extendExpects } from '@millrace/simulator';
import { expect as expectOfPackage } from 'expect';
import { toSurvive } from './toSurvive.ts';

/** Adds `toSurvive` to every `expect` of this process, Jest's and Vitest's. */
export function registerToSurvive(): void {
  extendExpects(expectOfPackage, globalThis, { toSurvive });
}
