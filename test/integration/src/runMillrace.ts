import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { Readable } from 'node:stream';
import { pathToFileURL } from 'node:url';

/** What a run of the command came to. */
export interface MillraceRun {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

const require = createRequire(import.meta.url);
const manifest = require.resolve('millrace/package.json');
const tsx = pathToFileURL(createRequire(manifest).resolve('tsx')).href;

/** Where a run runs, and variables beside those of this process. */
export interface RunOptions {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** A run that is under way. */
export interface StartedMillrace {
  readonly child: ChildProcessByStdio<null, Readable, Readable>;
  readonly finished: Promise<MillraceRun>;
}

/** Runs the command `millrace` from its sources in a process of its own, the way its `bin` runs from the built package. */
export function runMillrace(args: readonly string[], options: RunOptions = {}): Promise<MillraceRun> {
  return startMillrace(args, options).finished;
}

/** The same, without waiting for its end. */
export function startMillrace(args: readonly string[], options: RunOptions = {}): StartedMillrace {
  const child = spawn(
    process.execPath,
    ['--conditions=@millrace/source', '--import', tsx, join(dirname(manifest), 'src', 'bin.ts'), ...args],
    {
      ...(options.cwd !== undefined && { cwd: options.cwd }),
      stdio: ['ignore', 'pipe', 'pipe'],
      // Without the instance metadata of EC2: looking for it takes seconds where there is none.
      env: {
        ...process.env,
        AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
        AWS_EC2_METADATA_DISABLED: 'true',
        ...options.env,
      },
    },
  );
  return { child, finished: finished(child) };
}

async function finished(child: StartedMillrace['child']): Promise<MillraceRun> {
  const stdout: Buffer[] = [];
  const stderr: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => stdout.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => stderr.push(chunk));
  const exitCode = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  return { exitCode, stdout: Buffer.concat(stdout).toString(), stderr: Buffer.concat(stderr).toString() };
}
