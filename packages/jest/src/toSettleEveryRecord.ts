import {
  checkSettled,
  type Finding,
  type FindingCode,
  type RecordFate,
  recordFates,
  type SettledOptions,
  type Trace,
} from '@millrace/simulator';
import { argumentText } from './argumentText.ts';
import { countText, tallyText } from './countText.ts';
import { failureMessage } from './failureMessage.ts';
import type { MatcherResult } from './matcher.ts';
import { receivedTrace } from './receivedTrace.ts';

/** What {@link toSettleEveryRecord} asks for beyond its default. */
export interface SettleOptions extends SettledOptions {
  /** How many records must have been read in all; says so when a recording is empty or a run stopped early. */
  readonly records?: number;
}

/** Passes when every record was processed, or discarded with a document that reached a destination: nothing is lost. */
export function toSettleEveryRecord(received: unknown, given?: SettleOptions): MatcherResult {
  const options = given ?? {};
  const trace = receivedTrace(received, 'toSettleEveryRecord');
  const findings = checkSettled(trace, options);
  const isCountRight = options.records === undefined || options.records === recordFates(trace).length;
  const pass = findings.length === 0 && isCountRight;
  const call = `${pass ? '.not' : ''}.toSettleEveryRecord(${argumentText(given)})`;
  const headline = (): string => {
    const fates = recordFates(trace);
    if (pass) return `Every record is settled: ${settledText(fates)}.`;
    const count = `The run read ${countText(fates.length, 'record', 'records')}, expected ${options.records}.`;
    return [isCountRight ? '' : count, findings.length === 0 ? '' : unsettledText(trace, findings, fates)]
      .filter((sentence) => sentence !== '')
      .join(' ');
  };
  return { pass, message: () => failureMessage({ call, trace, headline: headline(), findings }) };
}

const words: Partial<Record<FindingCode, string>> = {
  pending: 'pending',
  lostToRetention: 'lost to the retention of the stream',
  discardedWithoutDestination: 'discarded without a document',
  documentRefused: 'discarded, its document refused',
  reportUnheard: 'reported as failed without being heard',
};

function unsettledText(trace: Trace, findings: readonly Finding[], fates: readonly RecordFate[]): string {
  const lost = findings.filter(({ sequenceNumbers }) => sequenceNumbers.length > 0);
  const windows = findings.length - lost.length;
  const count = countText(lost.length, 'is', 'are');
  const records = `${count.replace(' ', ` of ${countText(fates.length, 'record', 'records')} `)} not settled: ${tallyText(lost.map(({ code }) => words[code] ?? code))}.`;
  const hasDestination = trace.scenario.mapping.DestinationConfig.OnFailure.Destination !== undefined;
  const isSilent = findings.some(({ code }) => code === 'discardedWithoutDestination');
  const advice =
    isSilent && !hasDestination
      ? ' The mapping has no OnFailure destination: set DestinationConfig.OnFailure.Destination, or pass { allowDiscardsWithoutDestination: true }.'
      : '';
  const windowText = `${countText(windows, 'window has', 'windows have')} no result.`;
  return [lost.length > 0 ? `${records}${advice}` : '', windows > 0 ? windowText : '']
    .filter((sentence) => sentence !== '')
    .join(' ');
}

function settledText(fates: readonly RecordFate[]): string {
  return fates.length === 0 ? 'none was read' : tallyText(fates.map(({ fate }) => fate));
}
