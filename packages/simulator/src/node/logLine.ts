/** Begins as a line of a log does: a time, or a word of Lambda's runtime. */
const beginning =
  /^(?:\d{4}[-/]\d\d[-/]\d\d[T /[]|\[?\d\d:\d\d:\d\d|(?:START|END|REPORT|INIT_START|INIT_REPORT|XRAY|EXTENSION|TELEMETRY|LOGS|INFO|DEBUG|WARN|ERROR|TRACE)\b)/;

/** Says whether a line that is no JSON may be one of a log, whatever it says. */
export function isLogLine(line: string): boolean {
  return beginning.test(line);
}

/**
 * The JSON in a message of a log, without what CloudWatch, the runtime or a tool wrote before it; `undefined` when there
 * is none. A list in brackets, such as the name of a log stream has one, is none.
 */
export function jsonInLog(message: string): string | undefined {
  const start = message.search(/\{\s*(?:"|$)|\[\s*(?:\{|$)/);
  return start === -1 ? undefined : message.slice(start).trim();
}

/** Says whether a message holds an event as `console.log(event)` prints it: in the manner of JavaScript, cut short. */
export function isInspectedEvent(message: string): boolean {
  return /\{\s*Records: \[/.test(message);
}

/** Says whether a text that is no whole JSON begins an event: a log cuts a message that is too long. */
export function isCutEvent(text: string): boolean {
  return /"Records\\*"\s*:\s*\[/.test(text);
}

/** What to say of one. */
export const cutEvent =
  'it is an event that ends too early, as a log cuts what is too long. Capture the stream instead: millrace capture --table <name>';
