import type { Terminal } from '../src/shell/terminal.ts';

/** A terminal that remembers what was written to it. */
export function rememberingTerminal(): Terminal & { stdout: string; stderr: string } {
  return {
    stdout: '',
    stderr: '',
    signal: new AbortController().signal,
    async out(text) {
      this.stdout += text;
    },
    err(text) {
      this.stderr += text;
    },
  };
}
