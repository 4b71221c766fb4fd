import type { Guard, Guarded } from '../shell/guard.ts';
import type { Terminal } from '../shell/terminal.ts';

/**
 * Runs `work`, and tells how far it was where the process ends in the middle of it: by an error that belongs to no call, such
 * as one of a timer of the handler's module, or because nothing is left to wait for. Then a guard has nothing to tell.
 */
export async function untilDone<T>(
  what: Guarded,
  guard: Guard | undefined,
  terminal: Terminal,
  soFar: () => string,
  work: () => Promise<T>,
): Promise<T> {
  const tell = (): void => {
    guard?.over();
    terminal.err(
      `millrace: The process ends before the ${what} does, by what belongs to no call of the handler: on Lambda it ends there too. Until then: ${soFar()}\n`,
    );
  };
  process.once('exit', tell);
  try {
    return await work();
  } finally {
    process.off('exit', tell);
    guard?.over();
  }
}
