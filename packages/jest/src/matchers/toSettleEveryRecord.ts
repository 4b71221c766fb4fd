import {
  counted,
  checkSettled,
  type Finding,
  type FindingCode,
  type RecordFate,
  recordFates,
  type SettledOptions,
  type Trace,
} from '@millrace/simulator';
import { refuseArguments } from './argumentOf.ts';
import { argumentText } from '../words/argumentText.ts';
import { askChecker } from './askChecker.ts';
import { tallyText } from '../words/tallyText.ts';
import { failedEitherWay } from '../words/failedEitherWay.ts';
import { failureMessage } from '../words/failureMessage.ts';
import type { MatcherResult, MatcherThis } from '../words/matcher.ts';
import { receivedTrace } from './receivedTrace.ts';

/** What {@link toSettleEveryRecord} lets pass, and what it asks for beyond its default. */
export type SettleOptions = SettledOptions;

/** Passes when every record was processed, or discarded with a document that reached a destination: nothing is lost. */
export function toSettleEveryRecord(
  this: MatcherThis,
  received: unknown,
  options?: SettleOptions,
  ...others: readonly unknown[]
): MatcherResult {
  const trace = receivedTrace(received, 'toSettleEveryRecord');
  refuseArguments('toSettleEveryRecord', [options, ...others], 1);
  const found = askChecker('toSettleEveryRecord', () => checkSettled(trace, options));
  const call = `.toSettleEveryRecord(${argumentText(options)})`;
  if (options?.records === undefined && recordFates(trace).length === 0) {
    return failedEitherWay(this, { call, trace, headline: nothingRead, findings: found });
  }
  const pass = found.length === 0;
  const findings = found.filter(({ code }) => code !== 'otherRecordCount');
  const headline = (): string => {
    const fates = recordFates(trace);
    if (pass) return `Every record is settled: ${settledText(fates)}.`;
    const counts = found.flatMap(({ code, message }) => (code === 'otherRecordCount' ? [message] : []));
    return [...counts, ...(findings.length === 0 ? [] : [unsettledText(trace, findings, fates)])].join(' ');
  };
  return {
    pass,
    message: () => failureMessage({ call: `${pass ? '.not' : ''}${call}`, trace, headline: headline(), findings }),
  };
}

const nothingRead =
  'The run read no record, so there is none to settle or to lose. Look at the records, and at Enabled, StartingPosition and untilMs; ' +
  'where a run should read nothing, pass { records: 0 }.';

const words: Partial<Record<FindingCode, string>> = {
  pending: 'pending',
  lostToRetention: 'lost to the retention of the stream',
  discardedWithoutDestination: 'discarded without a document',
  documentRefused: 'discarded, its document refused',
  reportUnheard: 'reported as failed without being heard',
  escaped: 'of a call that something escaped',
};

function unsettledText(trace: Trace, findings: readonly Finding[], fates: readonly RecordFate[]): string {
  const lost = findings.filter(({ sequenceNumbers }) => sequenceNumbers.length > 0);
  const windows = findings.length - lost.length;
  const count = counted(lost.length, 'is', 'are');
  const records = `${count.replace(' ', ` of ${counted(fates.length, 'record')} `)} not settled: ${tallyText(lost.map(({ code }) => words[code] ?? code))}.`;
  const hasDestination = trace.scenario.mapping.DestinationConfig.OnFailure.Destination !== undefined;
  const isSilent = findings.some(({ code }) => code === 'discardedWithoutDestination');
  const advice =
    isSilent && !hasDestination
      ? ' The mapping has no OnFailure destination: set DestinationConfig.OnFailure.Destination, or pass { allowDiscardsWithoutDestination: true }.'
      : '';
  const windowText = `${counted(windows, 'window has', 'windows have')} no result.`;
  return [lost.length > 0 ? `${records}${advice}` : '', windows > 0 ? windowText : '']
    .filter((sentence) => sentence !== '')
    .join(' ');
}

function settledText(fates: readonly RecordFate[]): string {
  return fates.length === 0 ? 'none was read' : tallyText(fates.map(({ fate }) => fate));
}
