import type { DecodeError, StreamDefinition, WireRecord } from '@millrace/records';
import type { BatchOutcome } from './batchOutcome.ts';
import { check, checkNothingElse, isMissingOrFunction } from '../options/check.ts';
import { isFunction } from '../options/isFunction.ts';
import type { TimeOptions } from '../call/invocationTime.ts';
import type { PoisonRecordError } from './poisonRecordError.ts';
import type { Logger } from '../call/recordLogger.ts';
import type { RecordScope } from '../call/recordScope.ts';

/** Takes a record that will never succeed, as it was delivered, to where somebody looks at it: a queue, a bucket, a table. */
export type PoisonHandler = (record: WireRecord, error: DecodeError | PoisonRecordError, scope: RecordScope) => unknown;

/** Options that every handler of this package takes. */
export interface CommonOptions extends TimeOptions {
  /**
   * Called with a record that cannot be decoded or for which the handler threw a `PoisonRecordError`. When it succeeds,
   * the batch goes on after the record; when it fails, the record is the failure. Without it the record is the failure.
   */
  readonly onPoison?: PoisonHandler;
  /**
   * `'report'` (default) answers with the sequence number to go on from, which Lambda reads only when the mapping has
   * FunctionResponseTypes: ['ReportBatchItemFailures'] (S20). `'throw'` is for mappings without it.
   */
  readonly onFailure?: 'report' | 'throw';
  /** Default: `console`. */
  readonly logger?: Logger;
  /** Called once for each batch with what became of it, for metrics. What it throws is logged and changes nothing. */
  readonly onOutcome?: (outcome: BatchOutcome) => unknown;
}

/** Options of `batchHandler` and `processBatch`. */
export interface BatchOptions extends CommonOptions {
  /**
   * How many records may be processed at the same time, default 1. Records of one item never overlap and stay in order.
   * After a failure, records of other items that were already done are delivered again: make the handler idempotent.
   */
  readonly concurrency?: number;
}

/** Options that were checked, with their defaults; those of the time have theirs where the time is watched. */
export interface ResolvedOptions extends BatchOptions {
  readonly onFailure: 'report' | 'throw';
  readonly logger: Logger;
  readonly concurrency: number;
  /** The failures that were logged in full: a retry fails alike, and need not be told with its stack again. */
  readonly logged: Set<string>;
}

const levels = ['debug', 'warn', 'error'] as const;
const commonNames = 'onFailure, logger, onPoison, onOutcome, reserveMs, recordTimeoutMs or answerMarginMs';

/**
 * Fills in the defaults and refuses what makes no sense, when the handler is made and not when a batch arrives. `names`
 * is what the handler takes, for who misspells one.
 */
export function resolveOptions(options: BatchOptions, names = `concurrency, ${commonNames}`): ResolvedOptions {
  check({ options }, 'an object', Boolean);
  const {
    concurrency = 1,
    onFailure = 'report',
    logger = console,
    onPoison,
    onOutcome,
    reserveMs,
    recordTimeoutMs,
    answerMarginMs,
    ...unknown
  } = options;
  check({ concurrency }, 'a whole number from 1', (value) => Number.isInteger(value) && value > 0);
  check({ onFailure }, 'report or throw', (value) => /^(report|throw)$/.test(value));
  check({ onPoison, onOutcome }, 'a function', isMissingOrFunction);
  check({ recordTimeoutMs, answerMarginMs }, 'milliseconds', isMissingOrTime);
  check({ reserveMs }, 'milliseconds, or a function', (value) => isMissingOrTime(value) || isMissingOrFunction(value));
  check({ logger }, 'debug, warn and error', (given) => levels.every((level) => isFunction(given?.[level])));
  checkNothingElse(unknown, names);
  return { ...options, concurrency, onFailure, logger, logged: new Set() };
}

/** The same for a handler that does one thing after the other, and takes `own` beside the common options. */
export function resolveCommonOptions(options: CommonOptions, own = ''): ResolvedOptions {
  const names = own + commonNames;
  const { concurrency }: BatchOptions = options ?? {};
  if (concurrency !== undefined) checkNothingElse({ concurrency }, names);
  return resolveOptions(options, names);
}

/** Refuses a stream that is none: every record would fail, and be tried again until it expires. */
export function checkStream(stream: StreamDefinition): void {
  check(
    { stream },
    'what defineStream answers',
    (given?: StreamDefinition) => isFunction(given?.decode) && Array.isArray(given?.keys),
  );
}

function isMissingOrTime(value: unknown): boolean {
  return value === undefined || (typeof value === 'number' && value >= 0);
}
