import { csvRows } from './csvRows.ts';
import { type JsonDepth, jsonDepth, outsideJson } from './jsonDepth.ts';
import { cutEvent, isCutEvent, isInspectedEvent, isLogLine, jsonInLog } from './logLine.ts';
import { textLines } from './textLines.ts';
import { reasonOf } from '../words/reasonOf.ts';

/** What a text has at a line: a JSON value, a line of a log without one, or something that is neither. */
export type WrittenValue =
  | { readonly kind: 'value'; readonly line: number; readonly value: unknown; readonly isFromLog: boolean }
  | { readonly kind: 'logLine'; readonly line: number }
  | { readonly kind: 'fault'; readonly line: number; readonly problem: string; readonly cause?: unknown };

/**
 * The values that a text holds, in their order: JSON, on a line each or over many; JSON behind the beginning of a line of a log; the rows
 * of CloudWatch's CSV. Never more in memory than a value and a piece of the text, but for CSV. A fault ends it.
 */
export async function* writtenValues(pieces: AsyncIterable<string>): AsyncGenerator<WrittenValue, void, undefined> {
  const scanner = new Scanner();
  for await (const lines of textLines(pieces)) {
    for (const line of lines) {
      const written = scanner.next(line);
      if (written === undefined) continue;
      yield written;
      if (written.kind === 'fault') return;
    }
  }
  yield* scanner.end();
}

/** A value over several lines, of which some have been seen. */
interface OpenValue {
  readonly line: number;
  readonly texts: string[];
  readonly isFromLog: boolean;
  depth: JsonDepth;
}

/** Nothing but state: it is given a line after the other. */
class Scanner {
  #line = 0;
  #open: OpenValue | undefined;
  #table: string[] | undefined;
  /** Where a log began something in brackets that did not go on. */
  readonly #cut: number[] = [];

  next(text: string): WrittenValue | undefined {
    this.#line++;
    if (this.#table !== undefined) {
      this.#table.push(text);
      return undefined;
    }
    if (this.#open !== undefined) return this.#goOn(this.#open, text);
    const json = text.trim();
    if (json === '') return undefined;
    if (json.startsWith('{') || json.startsWith('[')) return this.#begin(json, false);
    if (this.#line === 1 && tableHead.test(json)) {
      this.#table = [text];
      return undefined;
    }
    return this.#other(json);
  }

  *end(): Generator<WrittenValue, void, undefined> {
    if (this.#table !== undefined) {
      for (const { line, cells } of csvRows(this.#table.join('\n'))) {
        yield { kind: 'value', line, value: cells, isFromLog: true };
      }
    }
    if (this.#open !== undefined) yield this.#open.isFromLog ? noValue(this.#open) : parsed(this.#open);
    for (const line of this.#cut) yield { kind: 'logLine', line };
  }

  /** A value that begins here: mostly it ends here too, so that is tried first. */
  #begin(json: string, isFromLog: boolean): WrittenValue | undefined {
    const value = parsed({ line: this.#line, texts: [json], isFromLog });
    if (value.kind !== 'fault') return value;
    const depth = jsonDepth(json, outsideJson);
    if (depth.brackets <= 0 || depth.isInString) return value;
    this.#open = { line: this.#line, texts: [json], isFromLog, depth };
    return undefined;
  }

  #goOn(open: OpenValue, text: string): WrittenValue | undefined {
    if (open.isFromLog && isLogLine(text)) {
      this.#open = undefined;
      const cut = noValue(open);
      if (cut.kind === 'fault') return cut;
      this.#cut.push(open.line);
      return this.#other(text.trim());
    }
    open.texts.push(text);
    open.depth = jsonDepth(text, open.depth);
    if (open.depth.brackets > 0 && !open.depth.isInString) return undefined;
    this.#open = undefined;
    const value = parsed(open);
    return value.kind === 'fault' && open.isFromLog ? noValue(open) : value;
  }

  /** Neither an object nor a list: a line of a log, a bare value, or nothing that can be read. */
  #other(json: string): WrittenValue | undefined {
    const line = this.#line;
    if (!isLogLine(json)) return parsed({ line, texts: [json], isFromLog: false });
    const within = jsonInLog(json);
    if (within === undefined) return noValue({ line, texts: [json] });
    const value = this.#begin(within, true);
    return value?.kind === 'fault' ? noValue({ line, texts: [json] }) : value;
  }
}

/** The first line of what CloudWatch Logs Insights exports as CSV. */
const tableHead = /^"?@\w+"?(?:,|$)|,"?@message"?(?:,|$)/;

function parsed({ line, texts, isFromLog }: Omit<OpenValue, 'depth'>): WrittenValue {
  const text = texts.join('\n');
  try {
    return { kind: 'value', line, value: JSON.parse(text), isFromLog };
  } catch (cause) {
    const [first = ''] = texts;
    const start = first.length > 60 ? `${first.slice(0, 60)}…` : first;
    return { kind: 'fault', line, problem: `it is not JSON (${reasonOf(cause)}): ${start}`, cause };
  }
}

/** What a log holds that is no JSON, as not everything in brackets is: an event that cannot be read, or nothing. */
function noValue({ line, texts }: Pick<OpenValue, 'line' | 'texts'>): WrittenValue {
  const text = texts.join('\n');
  if (isInspectedEvent(text)) return { kind: 'fault', line, problem: inspectedEvent };
  return isCutEvent(text) ? { kind: 'fault', line, problem: cutEvent } : { kind: 'logLine', line };
}

const inspectedEvent =
  'it is an event as console.log(event) prints it, which leaves out what lies deep. Let the function log JSON.stringify(event)';
