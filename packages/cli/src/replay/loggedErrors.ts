import { format, stripVTControlCharacters } from 'node:util';
import type { Ear } from '../running/lendingProcess.ts';

/** An error that a handler logged, and in which of its calls. */
export interface LoggedError {
  readonly text: string;
  /** The indexes of the calls, one for each time. */
  readonly invocations: readonly number[];
}

/** What hears a handler log while it runs; a line that has not ended yet waits for its rest. */
export interface LogEar extends Ear {
  /** Says something of ours, which is nothing that the handler logs. */
  unheard(say: () => void): void;
  heard(): readonly LoggedError[];
}

const mostTexts = 100;
const longestLine = 100_000;

/** Collects the errors that are logged, by their text; `current` is the index of the call that runs. */
export function logEar(current: () => number | undefined): LogEar {
  const calls = new Map<string, number[]>();
  let isOurs = false;
  let begun = '';
  const add = (text: string): void => {
    const index = isOurs ? undefined : current();
    const known = calls.get(text);
    if (index === undefined || (known === undefined && calls.size === mostTexts)) return;
    if (known) known.push(index);
    else calls.set(text, [index]);
  };
  return {
    written(written) {
      const text = begun + (typeof written === 'string' ? written : new TextDecoder().decode(written));
      // Only a piece of JSON is certain to go on.
      begun = /^\{[^\n]*$/u.test(text) && text.length < longestLine && parsedJson(text) === undefined ? text : '';
      if (begun !== '') return;
      const pretty = text.startsWith('{\n') ? errorInLog(text) : undefined;
      if (pretty !== undefined) add(pretty);
      const lines = text.split('\n');
      for (const [index, line] of lines.entries()) {
        const error = errorInLog(line) ?? errorWithStack(line, lines[index + 1] ?? '');
        if (error !== undefined) add(error);
      }
    },
    consoleError(values) {
      const text = format(...values);
      add(errorInLog(text) ?? firstLine(text));
    },
    unheard(say) {
      isOurs = true;
      try {
        say();
      } finally {
        isOurs = false;
      }
    },
    heard: () => [...calls].map(([text, invocations]) => ({ text, invocations })),
  };
}

/** `error: …`, `[ERROR] …`, `2026-11-29T13:00:00.000Z [error]: …`, `[2026-11-29T13:00:00.000] [ERROR] default - …`. */
const levels =
  /^(?:\[?\d{4}-\d\d-\d\d[T ][\d:.,]+(?:Z|[+-]\d\d:?\d\d)?\]?:?\s+)?(?:\[(?:error|fatal|critical|ERROR|FATAL|CRITICAL)\]:?|(?:error|fatal|critical|ERROR|FATAL|CRITICAL):)\s+(?=\S)/u;

/**
 * The error that a line of a log tells of: JSON of a logger whose level is error or worse, a line of Lambda's log with
 * ERROR in it, or one that begins with the name of an error. `undefined` for any other.
 */
export function errorInLog(line: string): string | undefined {
  const text = stripVTControlCharacters(line).trim();
  if (text.startsWith('{')) return errorInJson(text);
  const [levelled] = levels.exec(text) ?? [];
  if (levelled !== undefined) return firstLine(text.slice(levelled.length));
  if (/^(?:\S+\t){1,2}(?:ERROR|FATAL)\t/u.test(text)) return firstLine(text.replace(/^.*?\t(?:ERROR|FATAL)\t/u, ''));
  return /^(?:Uncaught )?(?:[A-Z]\w*)?(?:Error|Exception)\b[^:]{0,40}: \S/u.test(text) ? firstLine(text) : undefined;
}

/** An error anywhere in a line below which its stack begins, as `console.log('not done', error)` prints it. */
function errorWithStack(line: string, next: string): string | undefined {
  return /^\s+at \S/u.test(next) && /\b(?:[A-Z]\w*)?(?:Error|Exception)\b[^:]{0,40}: /u.test(line)
    ? firstLine(line)
    : undefined;
}

function errorInJson(text: string): string | undefined {
  const logged = parsedJson(text) as Readonly<Record<string, unknown>> | undefined;
  if (typeof logged !== 'object' || logged === null) return undefined;
  const { message, msg, m, error, err, exception } = logged;
  const cause: unknown = error ?? err ?? exception;
  const rank = levelKeys.map((key) => logged[key]).find((level) => level !== undefined);
  // Numbers are pino's: 50 is an error. Without a level, an error with its stack says it.
  const isError =
    rank === undefined
      ? typeof Object(cause).stack === 'string'
      : typeof rank === 'number'
        ? rank >= 50
        : typeof rank === 'string' && /^(?:error|fatal|critical|emerg|alert)/iu.test(rank);
  if (!isError) return undefined;
  const { message: why = cause } = Object(cause) as { readonly message?: unknown };
  const parts = [message ?? msg ?? m, why].filter((part) => typeof part === 'string');
  return firstLine(parts.length > 0 ? [...new Set(parts)].join(': ') : text);
}

/** How loggers call the level: most, Google's and syslog's, ECS, OpenTelemetry, Python's, and short ones. */
const levelKeys = ['level', 'severity', 'log.level', 'severityText', 'severity_text', 'levelname', 'logLevel', 'lvl'];

function firstLine(text: string): string {
  const [line = ''] = text.trim().split('\n');
  return line.length > 160 ? `${line.slice(0, 159)}…` : line;
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
