import type { Trace } from '@millrace/simulator';

/** What is known beside the trace of why calls fail. */
export interface Surroundings {
  /** Unset variables that the handler asked for. */
  readonly unset: readonly string[];
}

/**
 * The sentence about a run in which no record was processed although some were meant for the function: that is a failed run,
 * wherever the records went. With the one reason of all calls, if there is one, and what to do about it.
 */
export function nothingSucceeded(
  { invocations, events }: Trace,
  processed: number,
  { unset }: Surroundings,
): string | undefined {
  const attempts = invocations.length + events.filter(({ type }) => type === 'attemptRejected').length;
  const hasSucceeded = invocations.some(({ outcome }) => outcome === 'success' || outcome === 'partialFailure');
  if (processed > 0 || attempts === 0 || hasSucceeded) return undefined;
  if (invocations.every(({ outcome }) => outcome === 'pending')) return undefined;
  const reasons = new Set(invocations.map(reasonOf));
  const [reason] = reasons;
  if (reason === undefined) return 'Nothing succeeded: the function was never called, as every attempt was refused.';
  if (reasons.size > 1) return 'Nothing succeeded: every call failed.';
  const which = invocations.length === 1 ? 'the one call' : `each of the ${invocations.length} calls`;
  return [`Nothing succeeded: ${which} ${reason}.`, adviceOn(reason, unset)].filter((part) => part !== '').join(' ');
}

function reasonOf({ outcome, error }: Trace['invocations'][number]): string {
  if (error !== undefined) return `failed with ${error.errorType}: ${oneLine(error.errorMessage)}`;
  if (outcome === 'timeout') return 'timed out';
  return outcome === 'firstRecordReported' ? 'reported its first record' : `failed (${outcome})`;
}

function adviceOn(reason: string, unset: readonly string[]): string {
  if (/Class constructor .* cannot be invoked without 'new'/u.test(reason)) {
    return 'The export is a class: name an export that is a function (event, context) => …, such as a bound method of an instance.';
  }
  if (/Region is missing/iu.test(reason))
    return 'Set AWS_REGION: neither the records nor the environment name a region of AWS.';
  if (/Credential|security token/iu.test(reason)) {
    return 'It looks for credentials of AWS: load test doubles before it with --import <file>.';
  }
  const named = unset.filter((name) => reason.includes(name));
  const asked = named.length > 0 ? named : unset;
  if (asked.length > 0) {
    return `It asked for ${asked.join(', ')}, which ${asked.length === 1 ? 'is' : 'are'} not set: ${asked[0]}=… millrace replay …`;
  }
  if (/ECONNREFUSED|ENOTFOUND|EAI_AGAIN/u.test(reason)) {
    return 'What it connects to is not there: start it, or load test doubles before the handler with --import <file>.';
  }
  return '';
}

function oneLine(text: string): string {
  const flat = text.replaceAll(/\s*[\n\r]+\s*/gu, ' ');
  return (flat.length > 200 ? `${flat.slice(0, 199)}…` : flat).replace(/\.$/u, '');
}
