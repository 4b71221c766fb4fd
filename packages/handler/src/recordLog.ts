import { keyOf, type WireRecord } from '@millrace/records';
import { identifierOf } from './streamEvent.ts';

/** The logger of `@aws-lambda-powertools/logger`, `console`, or anything else with these three methods. */
export interface Logger {
  debug(message: string, ...extra: unknown[]): void;
  warn(message: string, ...extra: unknown[]): void;
  error(message: string, ...extra: unknown[]): void;
}

/** What is on every log line of a record. */
export interface RecordLogKeys {
  /** `''` when it has none. */
  readonly sequenceNumber: string;
  readonly eventId: string | undefined;
  /** The canonical key of the item, as `keyOf` writes it. */
  readonly itemKey: string | undefined;
}

/** The logger of one record, until it is closed. */
export interface RecordLog {
  readonly logger: Logger;
  /** Takes the keys of the record off the logger again. */
  close(): void;
}

/**
 * Puts the keys of a record on every line that is logged while it is processed.
 *
 * A Powertools logger gets them by `appendKeys`, so the lines of the caller's own code carry them too. When records run
 * side by side, lines of one logger could not be told apart: then each record has a child logger. Any other logger gets
 * them as the last argument of each line.
 */
export function openRecordLog(logger: Logger, record: WireRecord, sideBySide: boolean): RecordLog {
  if (!isKeyedLogger(logger)) return { logger: withKeys(logger, record), close() {} };
  const keys = { ...logKeysOf(record) };
  const keyed = sideBySide ? logger.createChild() : logger;
  keyed.appendKeys(keys);
  return { logger: keyed, close: () => keyed.removeKeys(Object.keys(keys)) };
}

/** The keys that identify a record in a log. */
export function logKeysOf(record: WireRecord | null | undefined): RecordLogKeys {
  return { sequenceNumber: identifierOf(record), eventId: record?.eventID, itemKey: itemKeyOf(record) };
}

/** The canonical key of a record's item, if it has keys that can be read. */
export function itemKeyOf(record: WireRecord | null | undefined): string | undefined {
  const keys: unknown = record?.dynamodb?.Keys;
  return typeof keys === 'object' && keys !== null ? keyOf(keys as Record<string, unknown>) : undefined;
}

/** A logger that carries keys: the one of Powertools. */
export interface KeyedLogger extends Logger {
  appendKeys(keys: Record<string, unknown>): void;
  removeKeys(keys: string[]): void;
  createChild(): KeyedLogger;
}

/** Says whether keys can be put on a logger itself. */
export function isKeyedLogger(logger: Logger): logger is KeyedLogger {
  return 'appendKeys' in logger && 'removeKeys' in logger && 'createChild' in logger;
}

function withKeys(logger: Logger, record: WireRecord): Logger {
  const line =
    (level: keyof Logger) =>
    (message: string, ...extra: unknown[]) =>
      logger[level](message, ...extra, logKeysOf(record));
  return { debug: line('debug'), warn: line('warn'), error: line('error') };
}
