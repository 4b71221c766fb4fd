import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { ownProgram } from '../search/ownProgram.ts';
import type { Probe } from './probe.ts';
import type { CheckMessage, CheckTask } from './probeFacts.ts';

/** A child process that has a handler loaded. */
export class CheckWorker {
  readonly #child: ChildProcess;
  readonly #mostMb: number;
  readonly #heard: CheckMessage[] = [];
  #end: string | undefined;
  #isSpinning = false;
  #errors = '';
  #wake: () => void = () => undefined;

  constructor(task: CheckTask, memoryMb: number) {
    this.#mostMb = memoryMb + outsideOfHeapMb;
    const { file, tsx } = ownProgram('../check/checkWork'); // from the folder `search`
    const isSource = tsx !== undefined;
    const conditions = isSource
      ? ['--conditions=@millrace/source']
      : process.execArgv.filter((argument) => argument.startsWith('--conditions='));
    this.#child = spawn(process.execPath, [`--max-old-space-size=${memoryMb}`, ...conditions, '-e', bootstrap], {
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
      env: childEnvironment(),
    });
    this.#child.stderr?.on('data', (chunk: Buffer) => {
      this.#errors = `${this.#errors}${chunk.toString()}`.slice(-4000);
    });
    this.#child.on('message', (message) => {
      this.#heard.push(message as CheckMessage);
      this.#wake();
    });
    this.#child.on('exit', (code, signal) => this.#ended(exitText(code, signal, this.#errors)));
    this.#child.on('error', (error) => this.#ended(error.message));
    this.#send({ kind: 'start', task, file, tsx });
  }

  /** What is told next, or `undefined` when the process has ended or the time is up. */
  async next(withinMs: number, mostMs = mostCpuMs.load): Promise<CheckMessage | undefined> {
    const known = this.#heard.shift();
    if (known !== undefined) return known;
    if (this.#end !== undefined || withinMs <= 0) return undefined;
    const before = cpuMsOf(this.#child.pid);
    await new Promise<void>((resolve) => {
      const timer = setTimeout(() => this.#wake(), withinMs);
      const watch = setInterval(() => {
        this.#isSpinning = cpuMsOf(this.#child.pid) - before > mostMs;
        if (this.#isSpinning) this.#wake();
        if (memoryMbOf(this.#child.pid) <= this.#mostMb) return;
        this.stop();
        this.#ended(usedMemory);
      }, 100);
      this.#wake = () => {
        clearTimeout(timer);
        clearInterval(watch);
        resolve();
      };
    });
    return this.#heard.shift();
  }

  /** Whether it has used a lot of the processor, and did not answer. */
  get isSpinning(): boolean {
    return this.#isSpinning;
  }

  async run(probe: Probe, withinMs: number): Promise<CheckMessage | undefined> {
    this.#send({ kind: 'probe', probe });
    return this.next(withinMs, mostCpuMs.probe);
  }

  /** How the process ended by itself; `undefined` while it runs. */
  get end(): string | undefined {
    return this.#end;
  }

  stop(): void {
    this.#child.kill('SIGKILL');
  }

  #ended(how: string): void {
    this.#end ??= how;
    this.#wake();
  }

  #send(message: object): void {
    if (this.#child.connected) this.#child.send(message, () => undefined);
  }
}

/** The processor's time that a probe may take, and loading a handler, which may compile it: what goes beyond does not let go. */
const mostCpuMs = { probe: 3000, load: 10_000 };

/** For the code, and for what engines keep outside of their heap, such as Buffers, which `--max-old-space-size` does not limit. */
const outsideOfHeapMb = 512;
const usedMemory = 'it used more memory than it may have';

/** The memory of a process; 0 where the system does not tell it. */
function memoryMbOf(pid: number | undefined): number {
  try {
    const [, kB = 0] = /^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
    return Number(kB) / 1024;
  } catch {
    return 0;
  }
}

/** The processor's time of a process until now; where the system does not tell it, real time stands for it. */
function cpuMsOf(pid: number | undefined): number {
  try {
    const [, after = ''] = /\) (.*)$/.exec(readFileSync(`/proc/${pid}/stat`, 'utf8').trim()) ?? [];
    const fields = after.split(' ');
    return 10 * (Number(fields[11]) + Number(fields[12]));
  } catch {
    return Date.now();
  }
}

/** Nothing of the real account: what the machine knows of it does not reach the handler. */
function childEnvironment(): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(([name]) => !/^(?:AWS_|NODE_OPTIONS|JEST_|TABLE)/.test(name));
  return {
    ...Object.fromEntries(kept),
    AWS_REGION: 'us-east-1',
    AWS_DEFAULT_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'stand-in',
    AWS_SECRET_ACCESS_KEY: 'stand-in',
    AWS_LAMBDA_FUNCTION_NAME: 'function',
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
    POWERTOOLS_DEV: 'false',
    POWERTOOLS_TRACE_ENABLED: 'false',
  };
}

function exitText(code: number | null, signal: string | null, errors: string): string {
  if (/heap out of memory|heap limit/.test(errors)) return usedMemory;
  return signal === null ? `it ended its process with exit code ${code}` : `its process was ended by ${signal}`;
}

/** Told of in the place of a file, so that the same text starts both builds. */
const bootstrap = `
const post = (message) => process.send(message);
let work;
process.once('message', async ({ task, file, tsx }) => {
  try {
    require('node:module').enableCompileCache?.();
    if (tsx !== undefined) (await import(tsx)).register();
    const { checkWork } = await import(file);
    work = checkWork(task, post, async (url) => {
      const found = await import(url);
      return { ...Object(found.default), ...found };
    });
    const run = await work;
    process.on('message', ({ probe }) => { void run(probe); });
  } catch (error) {
    post({ kind: 'notLoaded', error: String((error && error.stack) || error), unset: [] });
  }
});
process.on('disconnect', () => process.exit());
`;
