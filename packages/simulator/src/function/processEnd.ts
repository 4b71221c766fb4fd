/** How code ends its own process: with a code, or by a signal. */
export interface ProcessEnd {
  readonly by: ProcessEnding;
  /** The code as it was given, or the name of the signal. */
  readonly value: unknown;
}

/**
 * The methods of a process with which it ends itself.
 *
 * @internal For the packages of millrace.
 */
export const processEndings = ['exit', 'reallyExit', 'abort', 'kill'] as const;
/**
 * One of them, by its name.
 *
 * @internal For the packages of millrace.
 */
export type ProcessEnding = (typeof processEndings)[number];

/** What is asked of the process that is to end. */
export interface EndingProcess {
  readonly pid: number;
  readonly exitCode?: unknown;
  /** The numbers of signals, by their names. */
  readonly signals: Readonly<Record<string, number>>;
  /** Whether somebody listens to a signal, which then ends nothing. */
  isHeard(signal: string): boolean;
}

/**
 * What a call of such a method comes to. Undefined for one that ends nothing: `kill` is for other processes too, and a
 * signal may be one that somebody hears, or that nobody has to.
 *
 * @internal For the packages of millrace.
 */
export function processEnd(
  by: ProcessEnding,
  given: readonly unknown[],
  process: EndingProcess,
): ProcessEnd | undefined {
  switch (by) {
    case 'exit':
    case 'reallyExit':
      return { by, value: given[0] ?? process.exitCode };
    case 'abort':
      return { by, value: 'SIGABRT' };
    case 'kill': {
      const [pid, signal = 'SIGTERM'] = given;
      // Process 0 is the whole group, of which it is one.
      if (Number(pid) !== process.pid && Number(pid) !== 0) return undefined;
      const name = Object.keys(process.signals).find((known) => signal === known || signal === process.signals[known]);
      if (name === undefined || signalTexts[name] === undefined) return undefined;
      return name !== 'SIGKILL' && process.isHeard(name) ? undefined : { by, value: name };
    }
  }
}

/**
 * How Lambda tells which signal ended a process, by the name of the signal: the words of Go. Those for SIGKILL, SIGABRT and
 * SIGSEGV stand in logs of functions that people have published. Signals that end nothing are left out.
 */
export const signalTexts: Readonly<Record<string, string>> = {
  SIGHUP: 'hangup',
  SIGINT: 'interrupt',
  SIGQUIT: 'quit',
  SIGILL: 'illegal instruction',
  SIGTRAP: 'trace/breakpoint trap',
  SIGABRT: 'aborted',
  SIGBUS: 'bus error',
  SIGFPE: 'floating point exception',
  SIGKILL: 'killed',
  SIGSEGV: 'segmentation fault',
  SIGUSR2: 'user defined signal 2',
  SIGALRM: 'alarm clock',
  SIGTERM: 'terminated',
};
