/**
 * A process in which AWS's own runtime client runs the handlers of rows, one after the other. Only its native part, which
 * speaks HTTP, is replaced, by the four functions that it has. What it hears goes to the parent, message by message.
 */
import { createServer } from 'node:http';
import Module from 'node:module';
import { readFileSync, writeSync } from 'node:fs';
import { handlerOf } from '../handlerOf.ts';
import type { Row } from '../row.ts';

const client = process.env['ORACLE_CLIENT'] ?? '';
const rows = JSON.parse(readFileSync(process.env['ORACLE_ROWS'] ?? '', 'utf8')) as Row[];
const contextOnly = process.env['ORACLE_CONTEXT'] === 'true';

let index = -1;
const tell = (message: object): void => void writeSync(3, `${JSON.stringify({ index, ...message })}\n`);

function leftoverMs(row: Row | undefined): number {
  const moments = row?.steps.map(({ when }) => when) ?? [];
  return moments.includes('far') ? 80 : moments.includes('soon') ? 25 : 0;
}

/** Ends without a word to those who listen for the end. */
function end(): never {
  process.removeAllListeners('exit');
  return process.exit(0);
}

const native = {
  initializeClient(): void {},
  async next(): Promise<{ bodyJson: string; headers: Record<string, string> }> {
    if (index >= 0) {
      tell({ type: 'next' });
      // The loop stays alive, as it does while the native part waits, and what the row has left over goes on.
      await new Promise((resolve) => setTimeout(resolve, leftoverMs(rows[index])));
    }
    if (index + 1 >= rows.length) end();
    // Timers count from the beginning of a turn: the row gets a turn of its own.
    await new Promise((resolve) => setTimeout(resolve, 1));
    index++;
    return {
      bodyJson: JSON.stringify({ Records: [] }),
      headers: {
        'Lambda-Runtime-Aws-Request-Id': 'request',
        'Lambda-Runtime-Invoked-Function-Arn': 'arn:aws:lambda:eu-west-1:123456789012:function:orders',
        'Lambda-Runtime-Deadline-Ms': String(Date.now() + 3000),
        'Lambda-Runtime-Trace-Id': 'Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1',
      },
    };
  },
  done(id: unknown, body: unknown): void {
    if (typeof id !== 'string' || typeof body !== 'string') throw new TypeError('Wrong arguments');
    tell({ type: 'done', json: body });
  },
  error(id: unknown, body: unknown, xray: unknown): void {
    if (typeof id !== 'string' || typeof body !== 'string' || typeof xray !== 'string') {
      throw new TypeError('Wrong arguments');
    }
    tell({ type: 'error', body: JSON.parse(body) as unknown });
  },
};

const load = Reflect.get(Module, '_load') as (request: string, ...rest: unknown[]) => unknown;
Reflect.set(Module, '_load', (request: string, ...rest: unknown[]) =>
  request === './rapid-client.node' ? native : load(request, ...rest),
);

process.on('exit', (code) => tell({ type: 'exit', code }));

const handlers = rows.map(handlerOf);
const dispatch = (event: unknown, context: unknown, callback: unknown): unknown => {
  if (!contextOnly) return handlers[index]?.(event, context, callback);
  const described = Object.entries(context as object).map(([name, value]) => [name, typeof value, String(value)]);
  tell({ type: 'context', described });
  return Promise.resolve();
};
Object.defineProperty(dispatch, 'length', { value: Math.max(0, ...rows.map((row) => row.parameters)) });

// Errors of the start go by HTTP even without the native part.
const server = createServer((request, response) => {
  let body = '';
  request.on('data', (chunk: Buffer) => (body += chunk.toString()));
  request.on('end', () => {
    index = 0;
    tell({ type: 'init', body: JSON.parse(body) as unknown });
    response.end('{}');
  });
});
server.listen(0, '127.0.0.1', () => {
  server.unref();
  const { port } = server.address() as { port: number };
  Object.assign(process.env, {
    AWS_LAMBDA_RUNTIME_API: `127.0.0.1:${port}`,
    _HANDLER: 'handler.handler',
    LAMBDA_TASK_ROOT: process.env['ORACLE_FOLDER'],
    AWS_LAMBDA_FUNCTION_NAME: 'orders',
    AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '128',
    AWS_LAMBDA_LOG_GROUP_NAME: '/aws/lambda/orders',
    AWS_LAMBDA_LOG_STREAM_NAME: '2026/01/01/[$LATEST]0123456789abcdef0123456789abcdef',
  });
  Object.assign(globalThis, { oracleHandler: dispatch });
  void import(client).then(async (module: { run?: (handler: unknown) => Promise<void> }) => module.run?.(dispatch));
});
