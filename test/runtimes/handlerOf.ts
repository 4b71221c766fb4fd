import { EventEmitter } from 'node:events';
import { thenables, thrown, values } from './oddities.ts';
import type { Row, Step, Way } from './row.ts';

type Callback = (error: unknown, value?: unknown) => void;
interface Context {
  callbackWaitsForEmptyEventLoop: boolean;
  done: Callback;
  succeed: (value: unknown) => void;
  fail: (error: unknown) => void;
}

/** The handler that a row describes. */
export function handlerOf(row: Row): (event: unknown, context: unknown, callback: unknown) => unknown {
  const body = (context: Context, callback: Callback): void => {
    if (row.waits !== undefined) context.callbackWaitsForEmptyEventLoop = row.waits;
    for (const step of row.steps) at(step, () => carryOut(step.way, context, callback));
  };
  const { ends } = row;
  const handler =
    row.declared === 'async'
      ? async (...[, context, callback]: unknown[]) => {
          body(context as Context, callback as Callback);
          if (ends === 'pends') return new Promise(() => 0);
          if ('thenable' in ends) return made(thenables, ends.thenable);
          if (ends.when !== 'now') await new Promise<void>((resolve) => at(ends, resolve));
          return carryOut(ends.way, context as Context, callback as Callback);
        }
      : (...[, context, callback]: unknown[]) => {
          body(context as Context, callback as Callback);
          if (ends === 'pends') return new Promise(() => 0);
          if ('thenable' in ends) return made(thenables, ends.thenable);
          return carryOut(ends.way, context as Context, callback as Callback);
        };
  return Object.defineProperty(handler, 'length', { value: row.parameters });
}

function at({ when }: Step, act: () => void): void {
  switch (when) {
    case 'now':
      return act();
    case 'tick':
      return process.nextTick(act);
    case 'microtask':
      return queueMicrotask(act);
    case 'immediate':
      return void setImmediate(act);
    case 'soon':
      return void setTimeout(act, 15);
    case 'far':
      return void setTimeout(act, 60);
  }
}

/** Ends what it stands in: with a value, or by a throw. */
function carryOut(way: Way, context: Context, callback: Callback): unknown {
  switch (way.by) {
    case 'return':
      return made(values, way.value);
    case 'callback':
      return callback(null, made(values, way.value));
    case 'done':
      return context.done(null, made(values, way.value));
    case 'succeed':
      return context.succeed(made(values, way.value));
    case 'throw':
      throw made(thrown, way.thrown);
    case 'callbackError':
      return callback(made(thrown, way.thrown));
    case 'doneError':
      return context.done(made(thrown, way.thrown));
    case 'fail':
      return context.fail(made(thrown, way.thrown));
    case 'reject':
      return void Promise.reject(made(thrown, way.thrown));
    case 'emit':
      return void new EventEmitter().emit('error', made(thrown, way.thrown));
    case 'exit':
      return process.exit(way.code);
    case 'nothing':
      return undefined;
  }
}

function made(table: Readonly<Record<string, () => unknown>>, name: string): unknown {
  const make = table[name];
  if (make === undefined) throw new Error(`There is no ${name}.`);
  return make();
}
