import { cleanOf, shortly } from '../seen.ts';
import type { Judge } from './judge.ts';

/** Without any fault, a call never answers, or the same records are reported for ever. */
export const neverSettles: Judge = (seen) => {
  const clean = cleanOf(seen);
  if (clean === undefined) return undefined;
  const scenario = clean.probe.name;
  const hung = clean.calls.filter(({ outcome }) => outcome === 'timeout');
  if (hung.length > 0) {
    const evidence = `no answer in ${clean.probe.functionTimeoutMs} ms, ${hung.length} of ${clean.calls.length} calls`;
    return { code: 'neverSettles', scenario, evidence };
  }
  const reported = clean.calls.filter(({ outcome }) => outcome === 'firstRecordReported');
  const settled = clean.calls.some(({ outcome }) => outcome === 'success' || outcome === 'partialFailure');
  if (reported.length < 2 || settled) return undefined;
  const evidence = `nothing failed, and ${reported.length} of ${clean.calls.length} calls answered ${shortly(reported[0]?.response)}`;
  return { code: 'neverSettles', scenario, evidence };
};
