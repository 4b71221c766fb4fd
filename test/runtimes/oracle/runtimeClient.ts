import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { existsSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildSync } from 'esbuild';
import type { Heard, Outcome, Row, RuntimeName } from '../row.ts';

const folder = fileURLToPath(new URL('..', import.meta.url));
const clients: Readonly<Record<RuntimeName, string>> = {
  'nodejs22.x': 'node_modules/aws-lambda-ric-3/dist/index.mjs',
  'nodejs24.x': 'node_modules/aws-lambda-ric-4/index.mjs',
};

type Message = { readonly index: number } & (
  | { readonly type: 'next' }
  | { readonly type: 'done'; readonly json: string }
  | { readonly type: 'error' | 'init'; readonly body: { errorType?: string; errorMessage?: string } }
  | { readonly type: 'exit'; readonly code: number }
  | { readonly type: 'context'; readonly described: readonly (readonly [string, string, string])[] }
);

/** AWS's own runtime client, asked what it hears of each row. */
export async function heardByClient(
  runtime: RuntimeName,
  rows: readonly Row[],
  parallel = 2,
): Promise<ReadonlyMap<string, Outcome>> {
  const outcomes = new Map<string, Outcome>();
  const work = mkdtempSync(join(realpathSync(tmpdir()), 'runtimes-'));
  try {
    const script = bundled(work);
    const queue = piles(runtime, rows, parallel);
    const workers = Array.from({ length: parallel }, async () => {
      for (let pile = queue.shift(); pile !== undefined; pile = queue.shift()) {
        const messages = await run(script, work, runtime, pile);
        // The rows up to the one at which the process ended; the others are for another process.
        const last = messages.at(-1)?.index ?? 0;
        const byRow = grouped(messages);
        pile.slice(0, last + 1).forEach((row, index) => {
          const outcome = outcomeOf(row, byRow.get(index) ?? []);
          const same = isRefused(runtime, row) ? rows.filter((other) => isAlike(runtime, other, row)) : [row];
          for (const { name } of same) outcomes.set(name, outcome);
        });
        if (last + 1 < pile.length) queue.push(pile.slice(last + 1));
      }
    });
    await Promise.all(workers);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
  return outcomes;
}

/** The properties of the context that the client makes: name, type and text, in its order. */
export async function contextOfClient(runtime: RuntimeName): Promise<readonly (readonly [string, string, string])[]> {
  const work = mkdtempSync(join(realpathSync(tmpdir()), 'runtimes-'));
  try {
    const row: Row = { name: 'context', declared: 'async', parameters: 2, steps: [], ends: 'pends' };
    const messages = await run(bundled(work), work, runtime, [row], { ORACLE_CONTEXT: 'true' });
    const found = messages.find((message) => message.type === 'context');
    return found?.type === 'context' ? found.described : [];
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/**
 * Rows share a process for as long as it lives. The fourth client looks at the number of parameters when it starts, and
 * at nothing else of a handler with three: one process for each way to declare it is asked.
 */
function piles(runtime: RuntimeName, rows: readonly Row[], parallel: number): Row[][] {
  const together = rows.filter((row) => !isRefused(runtime, row));
  const refused = declarations.flatMap(
    (declared) => rows.find((row) => isRefused(runtime, row) && row.declared === declared) ?? [],
  );
  const size = Math.ceil(together.length / parallel);
  const shares = Array.from({ length: parallel }, (_, index) => together.slice(index * size, (index + 1) * size));
  return [...shares, ...refused.map((row) => [row])].filter((pile) => pile.length > 0);
}

function isAlike(runtime: RuntimeName, one: Row, other: Row): boolean {
  return isRefused(runtime, one) && one.declared === other.declared;
}

const declarations = ['async', 'plain'] as const;

function isRefused(runtime: RuntimeName, row: Row): boolean {
  return runtime === 'nodejs24.x' && row.parameters >= 3;
}

function bundled(work: string): string {
  const script = join(work, 'child.mjs');
  buildSync({
    entryPoints: [join(folder, 'oracle/child.ts')],
    outfile: script,
    bundle: true,
    platform: 'node',
    format: 'esm',
    logLevel: 'error',
  });
  writeFileSync(join(work, 'handler.mjs'), 'export const handler = globalThis.oracleHandler;\n');
  return script;
}

function run(
  script: string,
  work: string,
  runtime: RuntimeName,
  rows: readonly Row[],
  environment: Readonly<Record<string, string>> = {},
): Promise<readonly Message[]> {
  const client = realpathSync(join(folder, clients[runtime]));
  if (!existsSync(client)) throw new Error(`There is no ${client}.`);
  const list = join(work, `${randomUUID()}.json`); // Too long for an environment variable.
  writeFileSync(list, JSON.stringify(rows));
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [script], {
      stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
      env: {
        PATH: process.env['PATH'],
        ORACLE_CLIENT: `file://${client}`,
        ORACLE_ROWS: list,
        ORACLE_FOLDER: work,
        ...environment,
      },
    });
    const timer = setTimeout(() => child.kill('SIGKILL'), 60_000);
    let text = '';
    child.stdio[3]?.on('data', (chunk: Buffer) => {
      timer.refresh();
      text += chunk.toString();
    });
    child.on('error', reject);
    child.on('close', (code) => {
      clearTimeout(timer);
      if (code === null)
        return reject(new Error(`The runtime client went on for too long. It said: ${text.slice(-300)}`));
      const messages = text.split('\n').flatMap((line) => (line === '' ? [] : [JSON.parse(line) as Message]));
      const last = messages.at(-1);
      // An error within the client's own listener ends the process before it can tell of its end.
      const isUntold = code !== null && code !== 0 && last?.type !== 'exit';
      resolve(isUntold ? [...messages, { type: 'exit', code, index: last?.index ?? 0 }] : messages);
    });
  });
}

/**
 * What was heard up to the moment at which the client asked for the next call, for only then the call is over. Where it
 * heard an answer first and then an error, the process ended before it could ask: the call failed.
 */
function outcomeOf(row: Row, messages: readonly Message[]): Outcome {
  const end = messages.findIndex(({ type }) => type === 'next');
  const during = end === -1 ? messages : messages.slice(0, end);
  const after = end === -1 ? [] : messages.slice(end + 1);
  const heard = during.flatMap(heardOf);
  const failed = heard.find(({ kind }) => kind === 'error');
  const first = failed ?? heard[0];
  if (first === undefined) throw new Error(`The runtime client heard nothing of: ${row.name}.`);
  return { heard: first, after: after.flatMap(heardOf).slice(0, 1) };
}

function heardOf(message: Message): readonly Heard[] {
  switch (message.type) {
    case 'done':
      return [{ kind: 'answer', json: message.json }];
    case 'error':
    case 'init':
      return [
        { kind: 'error', errorType: String(message.body.errorType), errorMessage: String(message.body.errorMessage) },
      ];
    case 'exit':
      return [exited(message.code)];
    case 'next':
    case 'context':
      return [];
  }
}

/** The words in which Lambda itself tells that the process of a function has ended. */
function exited(code: number): Heard {
  const how = code === 0 ? 'exited without providing a reason' : `exited with error: exit status ${code}`;
  return { kind: 'error', errorType: 'Runtime.ExitError', errorMessage: `RequestId: request Error: Runtime ${how}` };
}

function grouped(messages: readonly Message[]): ReadonlyMap<number, readonly Message[]> {
  const groups = new Map<number, Message[]>();
  for (const message of messages) groups.set(message.index, [...(groups.get(message.index) ?? []), message]);
  return groups;
}
