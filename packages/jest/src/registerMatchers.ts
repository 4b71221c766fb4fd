import { extendExpects } from '@millrace/simulator';
import { expect as expectOfPackage } from 'expect';
import { matchers } from './matchers/matchers.ts';

/** Adds the matchers to every `expect` of this process, Jest's and Vitest's. */
export function registerMatchers(): void {
  extendExpects(expectOfPackage, globalThis, matchers);
}
