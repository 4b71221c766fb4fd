import type { FunctionError } from '../core/answer.ts';
import type { Warning } from '../trace/warning.ts';
import { oneLine } from '../words/oneLine.ts';
import type { Escape } from './heard.ts';
import type { ProcessEnd } from './processEnd.ts';
import { reportedError } from './reportedError.ts';

/** What escaped, which is not always what Lambda hears of it: since Node.js 24 it hears that the process has ended. */
export function escapeCause({ kind, value }: Escape): FunctionError {
  if (kind === 'exit') return { errorType: `process.${value.by}`, errorMessage: endText(value) };
  return reportedError(value, 'callbacks');
}

function endText({ by, value }: ProcessEnd): string {
  if (by === 'kill') return `process.pid, '${String(value)}'`;
  return typeof value === 'number' ? String(value) : '';
}

/** Told once for each way to escape, when it fails a call. */
export function escapeWarning(escape: Escape): Warning {
  const { errorType, errorMessage } = escapeCause(escape);
  const cause = oneLine(`${errorType}: ${errorMessage}`);
  const message = {
    rejection: `A promise of the handler that nobody awaits was rejected (${cause}): it ends the process, and the call fails. Await all that the handler begins.`,
    exception: `Code that the handler left behind, such as a timer or a listener, threw (${cause}): it ends the process, and the call fails. Catch it there, and await what the handler begins.`,
    exit: `The handler called ${errorType}(${errorMessage}): it ends the process, and the call fails. Return, or throw.`,
  }[escape.kind];
  return { code: 'escaped', message, cause: escape.kind };
}
