import { spawn } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** What is guarded, as it is called when it ends too early. */
export type Guarded = 'replay' | 'exploration';

/** A small process that outlives this one, to tell what happened where this one no longer can. */
export interface Guard {
  /** Resolves when it would hear Ctrl-C. */
  readonly ready: Promise<void>;
  /** What happened so far; and for how long, in milliseconds, this process may say nothing more. */
  note(text: string, limitMs: number): void;
  /** From now on there is nothing to tell. */
  over(): void;
}

/**
 * Starts a guard. It tells, on standard error, what was noted last when this process is gone without a word, as after a crash of
 * a native module or with memory used up; and when this process has been busy for longer than it may be, or does not hear
 * Ctrl-C, which happens in a loop without an end: then the guard ends it. Nothing is told where no process can be started.
 * `heard` is aborted when this process hears Ctrl-C: it may take its time then.
 */
export function startGuard(heard: AbortSignal, what: Guarded = 'replay'): Guard | undefined {
  try {
    const state = openedNowhere();
    const child = spawn(process.execPath, ['-e', program, String(process.pid), what], {
      stdio: ['pipe', 'pipe', 'inherit', state],
      env: { ...process.env, NODE_OPTIONS: '' },
    });
    const ready = new Promise<void>((resolve) => {
      for (const event of ['error', 'exit']) child.on(event, () => resolve());
      child.stdout?.once('data', () => resolve());
    }).finally(() => {
      // From now on it is no reason to stay alive, nor work that a call could wait for.
      child.stdout?.destroy();
      child.unref();
      if (child.stdin !== null && 'unref' in child.stdin && typeof child.stdin.unref === 'function')
        child.stdin.unref();
    });
    child.stdin?.on('error', () => undefined);
    return guardBy(state, ready, heard);
  } catch {
    return undefined;
  }
}

/** A file that two processes hold, and no folder: whatever ends them, even both at once, nothing of it stays. */
function openedNowhere(): number {
  const folder = mkdtempSync(join(tmpdir(), 'millrace-guard-'));
  try {
    return openSync(join(folder, 'state'), 'w+');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** By a file, as a call of `writeSync` begins nothing that would belong to the handler. */
function guardBy(state: number, ready: Promise<void>, heard: AbortSignal): Guard {
  let said: object = {};
  let count = 0;
  let isOver = false;
  let isClosed = false;
  const write = (more: object): void => {
    if (isOver) return;
    said = { ...said, ...more };
    try {
      // Of the same length each time, or the end of a longer text would stay.
      writeSync(state, JSON.stringify({ count: ++count, ...said }).padEnd(2000), 0);
    } catch {
      isOver = true; // A full disk: there is nobody to tell it to.
    }
  };
  heard.addEventListener('abort', () => write({ hears: true }), { once: true });
  return {
    ready,
    note: (text, limitMs) => write({ text: text.slice(0, 1000), limitMs }),
    over() {
      if (isClosed) return;
      isClosed = true;
      write({ isOver: true });
      isOver = true;
      closeSync(state);
    },
  };
}

/** How long Ctrl-C may go unheard. */
const deafMs = 2000;

/** What the guard runs. It is not imported, so that it starts at once, from sources as from a package. */
const program = `
  const { readSync, writeSync } = require('node:fs');
  const [pid, what] = process.argv.slice(1);
  const bytes = Buffer.alloc(10_000);
  let count, sinceMs = Date.now(), askedMs, askedAt;
  const read = () => {
    try {
      return JSON.parse(bytes.toString('utf8', 0, readSync(3, bytes, 0, bytes.length, 0)));
    } catch {
      return undefined;
    }
  };
  const end = (why) => {
    const state = read();
    if (why !== undefined && state !== undefined && !state.isOver) writeSync(2, 'millrace: ' + why + ' ' + state.text + '\\n');
    process.exit();
  };
  process.stdin.on('end', () => end('The process of the ' + what + ' is gone, without an answer of the handler or an error of it: a native module crashed, or memory was used up (node --max-old-space-size), or somebody ended it. Until then:')).resume();
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => {
    askedMs = Date.now();
    askedAt = read()?.count;
  });
  setInterval(() => {
    const state = read();
    if (state === undefined || state.isOver) return;
    const nowMs = Date.now();
    if (state.count !== count) {
      count = state.count;
      sinceMs = nowMs;
    } else if ((!state.hears && count === askedAt && nowMs - askedMs > ${deafMs}) || (state.limitMs !== null && nowMs - sinceMs > state.limitMs)) {
      const seconds = Math.round((nowMs - sinceMs) / 1000);
      try {
        process.kill(pid, 'SIGKILL');
      } catch {}
      end('The handler has not let go of the process for ' + seconds + ' s, as in a loop that does not end: on Lambda it times out. Nothing but the end of the process stops it, so the ' + what + ' ends here. ' + (what === 'replay' ? '(--real-timeout gives a call longer.) ' : '') + 'Until then:');
    }
  }, 200);
  writeSync(1, 'ready');
`;
