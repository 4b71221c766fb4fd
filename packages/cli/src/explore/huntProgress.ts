import { performance } from 'node:perf_hooks';
import type { Terminal } from '../shell/terminal.ts';

/** A line that tells how far a hunt is; nothing where nobody watches. */
export interface HuntProgress {
  readonly tell: (progress: { readonly runs: number; readonly failures: number }) => void;
  readonly end: () => void;
}

const everyMs = 250;

/** On a terminal one line, written over again and again; elsewhere it would fill a log. */
export function huntProgress(terminal: Terminal, forMs: number, isWatched = process.stderr.isTTY): HuntProgress {
  const begun = performance.now();
  let last = Number.NEGATIVE_INFINITY;
  return {
    tell({ runs, failures }) {
      const now = performance.now();
      if (!isWatched || now - last < everyMs) return;
      last = now;
      const seconds = Math.round((now - begun) / 1000);
      terminal.err(`\r${runs} runs in ${seconds} of ${Math.round(forMs / 1000)} s, ${failures} kinds of failure `);
    },
    end() {
      if (last !== Number.NEGATIVE_INFINITY) terminal.err('\n');
    },
  };
}
