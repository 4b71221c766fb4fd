import { printable } from '@millrace/simulator';
import type { Terminal } from './terminal.ts';

/**
 * The same terminal, to which no control character of data, names, templates or arguments gets: each command writes through it.
 * What a handler itself prints does not come by here.
 */
export function safeTerminal(terminal: Terminal): Terminal {
  return {
    out: (text) => terminal.out(printable(text)),
    err: (text) => terminal.err(printable(text)),
    get signal() {
      return terminal.signal;
    },
    guard: (what) => terminal.guard?.(what),
  };
}

const longest = 200;

/** A message of the parser of the command line, in which long arguments are cut: they would push the message away. */
export function withShortArguments(message: string, args: readonly string[]): string {
  return args
    .filter((argument) => argument.length > longest)
    .reduce((text, argument) => text.replaceAll(argument, shortened(argument)), message);
}

function shortened(argument: string): string {
  return `${argument.slice(0, longest / 2)}… (${argument.length} characters)`;
}
