import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** A DynamoDB Local of one's own: in memory, on a free port of 127.0.0.1. */
export interface DynamoDbLocal {
  /** What the SDK's `endpoint` option takes, such as `http://127.0.0.1:45123`. */
  readonly endpoint: string;
  readonly pid: number;
  /** Ends the process, by its id, and waits until it is gone. May be called twice. */
  stop(): Promise<void>;
}

const startsWithinMs = 30_000;
const maxPorts = 3;

/** Says whether there is a `java` to run DynamoDB Local with; when not, `whyNoDynamoDbLocal` says what to tell the user. */
export function hasJava(): boolean {
  return spawnSync('java', ['-version'], { stdio: 'ignore' }).status === 0;
}

export const whyNoDynamoDbLocal =
  'No `java` on the PATH, so DynamoDB Local cannot start. Install a Java runtime, 17 or later, to run this part.';

/**
 * Starts DynamoDB Local and answers when it does. It takes about two seconds and any credentials of letters and digits.
 *
 * The server ends with `stop()`, and also when this process exits. Throws when there is no Java, when it ends by
 * itself (with what it printed), or when it is not up within 30 seconds.
 */
export async function startDynamoDbLocal(): Promise<DynamoDbLocal> {
  for (let tried = 1; ; tried++) {
    try {
      return await startOn(await freePort());
    } catch (error) {
      // Between asking for a free port and binding it, another process may have taken it.
      const isTaken = error instanceof Error && /address already in use|failed to bind/i.test(error.message);
      if (!isTaken || tried === maxPorts) throw error;
    }
  }
}

async function startOn(port: number): Promise<DynamoDbLocal> {
  const java = spawn('java', javaArguments(port), { cwd: jarFolder(), stdio: ['ignore', 'pipe', 'pipe'] });
  let printed = '';
  const keep = (chunk: Buffer) => {
    printed = (printed + chunk.toString()).slice(-4000);
  };
  java.stdout.on('data', keep);
  java.stderr.on('data', keep);
  let failure: Error | undefined;
  java.on('error', (error) => {
    failure = error;
  });
  const stop = stopping(java);

  const endpoint = `http://127.0.0.1:${port}`;
  const giveUpAt = Date.now() + startsWithinMs;
  while (!(await answers(endpoint))) {
    if (failure) throw new Error(`${whyNoDynamoDbLocal} (${failure.message})`, { cause: failure });
    if (java.exitCode !== null) throw new Error(`DynamoDB Local ended with exit code ${java.exitCode}:\n${printed}`);
    if (Date.now() > giveUpAt) {
      await stop();
      throw new Error(`DynamoDB Local did not answer at ${endpoint} within ${startsWithinMs} ms:\n${printed}`);
    }
    await sleep(50);
  }
  return { endpoint, pid: java.pid ?? 0, stop };
}

function javaArguments(port: number): string[] {
  // One collector thread and the first compiler only: it boots faster and leaves the second core to the tests.
  const jvm = ['-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1', '-Djava.library.path=./DynamoDBLocal_lib'];
  const server = ['-jar', 'DynamoDBLocal.jar', '-inMemory', '-sharedDb', '-disableTelemetry', '-port', String(port)];
  return [...jvm, ...server];
}

function jarFolder(): string {
  const manifest = createRequire(import.meta.url).resolve('amplify-dynamodb-simulator/package.json');
  return join(dirname(manifest), 'emulator');
}

function stopping(java: ChildProcess): () => Promise<void> {
  const kill = () => void java.kill('SIGKILL');
  process.once('exit', kill);
  return async () => {
    process.removeListener('exit', kill);
    if (java.exitCode !== null || java.signalCode !== null || java.pid === undefined) return;
    const gone = once(java, 'exit');
    java.kill('SIGTERM');
    const timer = setTimeout(kill, 3000);
    await gone;
    clearTimeout(timer);
  };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('The system gave no free port on 127.0.0.1.');
  return address.port;
}

async function answers(endpoint: string): Promise<boolean> {
  try {
    // Anything that speaks HTTP is an answer: without a signature it is a 400.
    await fetch(endpoint, { signal: AbortSignal.timeout(1000) });
    return true;
  } catch {
    return false;
  }
}
