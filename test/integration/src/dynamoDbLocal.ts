import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { setTimeout as sleep } from 'node:timers/promises';

/** A DynamoDB Local of one's own: in memory, on a free port of 127.0.0.1. */
export interface DynamoDbLocal {
  /** What the SDK's `endpoint` option takes, such as `http://127.0.0.1:45123`. */
  readonly endpoint: string;
  readonly pid: number;
  /** The version that it says it has. */
  readonly version: string;
  /** Ends the process, by its id, and waits until it is gone. May be called twice. */
  stop(): Promise<void>;
}

/** Where it listens and keeps its tables. */
export interface LocalOptions {
  /** A port of 127.0.0.1. Default: a free one. */
  readonly port?: number | undefined;
  /** An existing folder in which it keeps its tables, so that they are there when it starts again. Default: in memory. */
  readonly folder?: string | undefined;
}

const startsWithinMs = 30_000;
const maxPorts = 3;

/** The version that `amplify-dynamodb-simulator` brings. */
export const dynamoDbLocalVersion = '1.25.1';

let hasJavaAndCompiler: boolean | undefined;

/**
 * Says whether there is a `java`, with its compiler, to run DynamoDB Local with; when not, `whyNoDynamoDbLocal` says what to tell
 * the user.
 */
export function hasJava(): boolean {
  hasJavaAndCompiler ??= spawnSync('java', [...compiler, '-version'], { stdio: 'ignore' }).status === 0;
  return hasJavaAndCompiler;
}

export const whyNoDynamoDbLocal =
  'No `java` with the module jdk.compiler on the PATH, so DynamoDB Local cannot start on 127.0.0.1 alone. Install a Java runtime, 17 or later ' +
  '(on Debian: default-jre-headless), to run this part.';

/**
 * Starts DynamoDB Local and answers when it does. It takes about two seconds and any credentials of letters and digits.
 *
 * The server ends with `stop()`, and also when this process exits. Throws when there is no Java, when it ends by
 * itself (with what it printed), or when it is not up within 30 seconds.
 */
export async function startDynamoDbLocal({ port, folder }: LocalOptions = {}): Promise<DynamoDbLocal> {
  for (let tried = 1; ; tried++) {
    try {
      return await startOn(port ?? (await freePort()), folder);
    } catch (error) {
      // Between asking for a free port and binding it, another process may have taken it.
      const isTaken = error instanceof Error && /address already in use|failed to bind/i.test(error.message);
      if (!isTaken || port !== undefined || tried === maxPorts) throw error;
    }
  }
}

async function startOn(port: number, folder: string | undefined): Promise<DynamoDbLocal> {
  const java = spawn('java', javaArguments(port, folder), { cwd: jarFolder(), stdio: ['ignore', 'pipe', 'pipe'] });
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
  const [, version = 'unknown'] = /Version:\s+(\S+)/.exec(printed) ?? [];
  return { endpoint, pid: java.pid ?? 0, version, stop };
}

/** The compiler as a module, which runtimes have that come without the command `javac`. */
const compiler = ['-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1', '-m', 'jdk.compiler/com.sun.tools.javac.Main'];

/**
 * The folder with the class that starts DynamoDB Local on 127.0.0.1 alone: it listens everywhere else, and has no option for that. Compiled once
 * for each version of the source, and kept in node_modules/.cache.
 */
function onLoopback(): string {
  const source = join(dirname(fileURLToPath(import.meta.url)), 'OnLoopback.java');
  const digest = createHash('sha256').update(readFileSync(source)).digest('hex').slice(0, 16);
  const cache = join(dirname(source), '..', '..', '..', 'node_modules', '.cache', 'millrace');
  const folder = join(cache, `on-loopback-${dynamoDbLocalVersion}-${digest}`);
  if (existsSync(folder)) return folder;
  mkdirSync(cache, { recursive: true });
  const own = mkdtempSync(join(cache, 'compiling-'));
  const needed = readdirSync(join(jarFolder(), 'DynamoDBLocal_lib')).filter((jar) =>
    /^jetty-(server|util)-\d/.test(jar),
  );
  const jars = ['DynamoDBLocal.jar', ...needed.map((jar) => join('DynamoDBLocal_lib', jar))].join(delimiter);
  const options = ['-proc:none', '-d', own, '-cp', jars, source];
  const { status, stderr, stdout } = spawnSync('java', [...compiler, ...options], {
    cwd: jarFolder(),
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`${source} does not compile:\n${stdout}${stderr}`);
  try {
    renameSync(own, folder);
  } catch {
    // Another process was quicker; its class is the same.
    rmSync(own, { recursive: true, force: true });
  }
  return folder;
}

function javaArguments(port: number, folder: string | undefined): string[] {
  // One collector thread and the first compiler only: it boots faster and leaves the second core to the tests.
  const jvm = ['-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1', '-Djava.library.path=./DynamoDBLocal_lib'];
  const path = ['.', 'DynamoDBLocal.jar', join('DynamoDBLocal_lib', '*'), onLoopback()].join(delimiter);
  const kept = folder === undefined ? ['-inMemory'] : ['-dbPath', folder];
  const server = ['-cp', path, 'OnLoopback', ...kept, '-sharedDb', '-disableTelemetry', '-port', String(port)];
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
