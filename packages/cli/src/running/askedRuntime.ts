import { type RuntimeName, runtimeNames } from '@millrace/simulator';

/** The runtime that a template names, as one that is simulated; a note where that is another. */
export function askedRuntime(named: string | undefined): { readonly runtime?: RuntimeName; readonly note?: string } {
  const runtime = runtimeNames.find((name) => name === named);
  if (named === undefined || runtime !== undefined) return runtime === undefined ? {} : { runtime };
  const version = Number(/^nodejs(\d+)\.(?:x|\d+)$/u.exec(named)?.[1]);
  if (Number.isNaN(version))
    return { note: `the function's runtime is ${named}, which is none of Node.js: it is run as if it were.` };
  const nearest = version < 18 ? 'nodejs18.x' : 'nodejs24.x';
  return {
    runtime: nearest,
    note: `the function's runtime is ${named}: it is run as ${nearest}, the nearest that is simulated.`,
  };
}
