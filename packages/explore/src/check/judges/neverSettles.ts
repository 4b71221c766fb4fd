import { cleanOf, shortly } from '../seen.ts';
import type { Judge } from './judge.ts';

/** A call never answers, as what it waits for cannot come any more; or, without any fault, it hangs, or the same records are reported for ever. */
export const neverSettles: Judge = (seen) => {
  const clean = cleanOf(seen);
  if (clean === undefined) return undefined;
  const scenario = clean.probe.name;
  const hung = clean.calls.filter(({ outcome }) => outcome === 'timeout');
  if (hung.length > 0) {
    const evidence = `no answer in ${clean.probe.functionTimeoutMs} ms`;
    return { code: 'neverSettles', scenario, evidence };
  }
  const exit = clean.escapes.find(({ kind }) => kind === 'exit');
  if (exit !== undefined) {
    const evidence = `it ended its process: process.exit(${exit.message})`;
    return { code: 'neverSettles', scenario, evidence };
  }
  const forgotten = seen.facts.find(
    ({ probe, isForgotten }) => isForgotten && probe.kind !== 'crash' && probe.kind !== 'timeout',
  );
  if (forgotten !== undefined) {
    const evidence = 'its promise was not settled, and nothing was left that could have done it';
    return { code: 'neverSettles', scenario: forgotten.probe.name, evidence };
  }
  const reported = clean.calls.filter(({ outcome }) => outcome === 'firstRecordReported');
  const settled = clean.calls.some(({ outcome }) => outcome === 'success' || outcome === 'partialFailure');
  if (reported.length < 2 || settled) return undefined;
  const evidence = `nothing failed, and ${reported.length} of ${clean.calls.length} calls answered ${shortly(reported[0]?.response)}`;
  return { code: 'neverSettles', scenario, evidence };
};
