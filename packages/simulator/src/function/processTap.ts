import type { Escape } from './heard.ts';
import type { NodeHost } from './nodeHost.ts';
import { processEnd, type ProcessEnding, processEndings } from './processEnd.ts';

/**
 * Takes an escape that belongs to it, and answers true; the others go on to whoever listens to the process. In a process
 * there may be several: a package that is imported and required has two.
 */
export type EscapeTaker = (escape: Escape) => boolean;

interface Tap {
  readonly takers: Set<EscapeTaker>;
  readonly restore: () => void;
}

const tapOf = Symbol.for('@millrace/processTap');

/**
 * Sees the rejections, exceptions and ends of a process before its listeners do. No listener is added or taken away:
 * `emit`, and what ends a process, are replaced while somebody watches, and put back when nobody does any more.
 */
export function tapProcess(host: NodeHost, taker: EscapeTaker): () => void {
  const process: NodeJS.Process & { [tapOf]?: Tap } = host.process;
  const tap = (process[tapOf] ??= newTap(host));
  tap.takers.add(taker);
  return () => {
    tap.takers.delete(taker);
    if (tap.takers.size > 0) return;
    tap.restore();
    delete process[tapOf];
  };
}

function newTap(host: NodeHost): Tap {
  const takers = new Set<EscapeTaker>();
  /** What `process.exit` and the like throw into a handler: on Lambda nothing behind that call runs. */
  const exits = new Set<unknown>();
  const isTaken = (escape: Escape): boolean => [...takers].some((take) => take(escape));
  const { signals } = host;
  const isHeard = (signal: string): boolean => host.seen.some((process) => process.listenerCount(signal) > 0);
  const restores = [
    replace(
      host.process,
      'emit',
      (emit) =>
        function (this: unknown, type: unknown, ...details: unknown[]): unknown {
          const escape = escapeOf(type, details);
          if (escape !== undefined && (exits.has(escape.value) || isTaken(escape))) return true;
          return Reflect.apply(emit, this, [type, ...details]);
        },
    ),
    ...host.seen.flatMap((process) =>
      processEndings.map((by) =>
        replace(
          process,
          by,
          (original) =>
            function (this: unknown, ...given: unknown[]): unknown {
              const value = processEnd(by, given, { pid: process.pid, exitCode: process.exitCode, signals, isHeard });
              if (value === undefined || !isTaken({ kind: 'exit', value })) {
                return Reflect.apply(original, this, given);
              }
              const end = new Error(`process.${by} was called in a handler: nothing behind it runs.`);
              exits.add(end);
              throw end;
            },
        ),
      ),
    ),
  ];
  return { takers, restore: () => restores.forEach((restore) => restore()) };
}

function escapeOf(type: unknown, [value, origin]: readonly unknown[]): Escape | undefined {
  if (type === 'unhandledRejection') return { kind: 'rejection', value };
  if (type !== 'uncaughtException') return undefined;
  return { kind: origin === 'unhandledRejection' ? 'rejection' : 'exception', value };
}

type Callable = (this: unknown, ...given: never[]) => unknown;

/** Replaces a method, and answers how to put it back; where somebody else has replaced it since, ours stays, and does nothing. */
function replace(
  target: NodeJS.Process,
  name: 'emit' | ProcessEnding,
  make: (original: Callable) => Callable,
): () => void {
  const own = Object.getOwnPropertyDescriptor(target, name);
  const original = Reflect.get(target, name) as Callable;
  const ours = make(original);
  Object.defineProperty(target, name, {
    value: ours,
    writable: true,
    configurable: true,
    enumerable: own?.enumerable ?? false,
  });
  return () => {
    if (Reflect.get(target, name) !== ours) return;
    if (own === undefined) Reflect.deleteProperty(target, name);
    else Object.defineProperty(target, name, own);
  };
}
