import { constants } from 'node:os';
import { processEnd, processEndings } from '@millrace/simulator';
import { lendingDescriptors } from './lendingDescriptors.ts';
import type { LogEar } from './loggedErrors.ts';

/**
 * Runs `work` with the process lent to a handler. What is written to standard output goes to standard error, so that a
 * handler's logs are not in the middle of a report that is piped on, and all that is logged is heard. What ends the process
 * throws, which is a function error as it is on Lambda, instead of ending the replay without a word.
 */
export async function lendingProcess<T>(work: () => Promise<T>, ear?: LogEar): Promise<T> {
  const { stdout, stderr } = process;
  const out = stdout.write.bind(stdout);
  const error = stderr.write.bind(stderr);
  const { error: consoleError } = console;
  let isConsoleError = false;
  const hearing = ((...written: Parameters<typeof stderr.write>) => {
    if (!isConsoleError) ear?.written(written[0]);
    return error(...written);
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
  const giveBack = [...processEndings.map(refusing), lendingDescriptors((written) => ear?.written(written))];
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
