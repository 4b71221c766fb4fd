import { keyOf, type WireKeys, type WireRecord } from '@millrace/records';
import { identifierOf } from './streamEvent.ts';
import { thrownText } from '../options/thrownText.ts';
import { unlessItThrows } from '../options/unlessItThrows.ts';

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

/**
 * The logger for the lines of one record, where the keys of the record cannot be put on the caller's own.
 *
 * When records run side by side, the lines of one Powertools logger could not be told apart: then each record has a
 * child logger. Any other logger gets the keys as the last argument of each line.
 */
export function recordLogger(logger: Logger, record: WireRecord): Logger {
  const keys = logKeysOf(record);
  if (isKeyedLogger(logger)) {
    const child = logger.createChild();
    child.appendKeys(keys);
    return child;
  }
  const line =
    (level: keyof Logger) =>
    (message: string, ...extra: unknown[]) =>
      logger[level](message, ...extra, keys);
  return { debug: line('debug'), warn: line('warn'), error: line('error') };
}

/**
 * Logs a line, and with it an error, or its text where it throws when a logger looks at it. A logger that throws all the same
 * is not heard of: what a batch answers is none of its business.
 */
export function say(by: { readonly logger: Logger }, level: keyof Logger, line: string, ...error: unknown[]): void {
  try {
    by.logger[level](line, ...error);
  } catch {
    unlessItThrows(() => by.logger[level](line, ...error.map(thrownText)));
  }
}

/** The keys that identify a record in a log. */
export function logKeysOf(record?: WireRecord | null): RecordLogKeys {
  return { sequenceNumber: identifierOf(record), eventId: record?.eventID, itemKey: itemKeyOf(record) };
}

/** The canonical key of a record's item, if it has keys that can be read. */
export function itemKeyOf(record: WireRecord | null | undefined): string | undefined {
  // None, or such as are nested so deep that no stack follows them: decoding tells what is wrong with them.
  return unlessItThrows(() => keyOf(record?.dynamodb?.Keys as WireKeys));
}

/** A logger that carries keys, on the lines of the caller's own code too: the one of Powertools. */
export interface KeyedLogger extends Logger {
  appendKeys(keys: RecordLogKeys): void;
  removeKeys(keys: string[]): void;
  createChild(): KeyedLogger;
}

/** Says whether keys can be put on a logger itself. */
export function isKeyedLogger(logger: Logger): logger is KeyedLogger {
  return 'appendKeys' in logger && 'createChild' in logger;
}
