import { constants } from 'node:os';
import { Writable } from 'node:stream';
import { processEnd, processEndings } from '@millrace/simulator';
import { lendingDescriptors } from '@millrace/simulator/node';

/** What hears a handler log. */
export interface Ear {
  /** Takes what is written to standard output or error. */
  written(written: string | Uint8Array): void;
  /** Takes the arguments of `console.error`. */
  consoleError(values: readonly unknown[]): void;
}

/**
 * Runs `work` with the process lent to a handler. What is written to standard output goes to standard error, so that a
 * handler's logs are not in the middle of a report that is piped on, or nowhere (`isQuiet`); and all that is logged is heard. What
 * ends the process throws, which is a function error as it is on Lambda, instead of ending the command without a word.
 */
export async function lendingProcess<T>(
  work: () => Promise<T>,
  { ear, isQuiet = false }: { readonly ear?: Ear; readonly isQuiet?: boolean },
): Promise<T> {
  const { stdout, stderr } = process;
  const out = stdout.write.bind(stdout);
  const error = stderr.write.bind(stderr);
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  const to = isQuiet ? (nowhere.write.bind(nowhere) as typeof error) : error;
  const { error: consoleError } = console;
  let isConsoleError = false;
  const hearing = ((...written: Parameters<typeof stderr.write>) => {
    if (!isConsoleError) ear?.written(written[0]);
    return to(...written);
  }) as typeof stderr.write;
  stdout.write = hearing;
  stderr.write = hearing;
  console.error = (...values: unknown[]) => {
    ear?.consoleError(values);
    isConsoleError = true;
    try {
      consoleError.apply(console, values);
    } finally {
      isConsoleError = false;
    }
  };
  const giveBack = [...processEndings.map(refusing), lendingDescriptors((written) => ear?.written(written), isQuiet)];
  try {
    return await work();
  } finally {
    stdout.write = out;
    stderr.write = error;
    console.error = consoleError;
    giveBack.forEach((restore) => restore());
  }
}

/** Lets a method that ends the process throw, and answers how to put it back. Those who listen to a signal now are no handlers. */
function refusing(by: (typeof processEndings)[number]): () => void {
  const { signals } = constants;
  const original = Reflect.get(process, by) as (...given: unknown[]) => unknown;
  const listening = new Map(Object.keys(signals).map((signal) => [signal, process.listenerCount(signal)]));
  const isHeard = (signal: string): boolean => process.listenerCount(signal) > (listening.get(signal) ?? 0);
  Reflect.set(process, by, (...given: unknown[]) => {
    const end = processEnd(by, given, { pid: process.pid, signals, isHeard });
    if (end === undefined) return Reflect.apply(original, process, given);
    throw new Error(`The handler called process.${by}(${given.join(', ')}), which ends the runtime on Lambda.`);
  });
  return () => void Reflect.set(process, by, original);
}
