import { isDeepStrictEqual } from 'node:util';
import type { Call } from '../call.ts';
import type { Eventually } from '../eventually.ts';
import { fieldsOf, listOf, textOf } from '../fields.ts';
import type { Fields } from '../fields.ts';
import { refused } from '../services/failures.ts';
import { ServiceFailure } from '../serviceFailure.ts';
import { failureWithItem } from './failureWithItem.ts';
import { isOfRequest } from './tableEngine.ts';
import type { TableEngine } from './tableEngine.ts';

/** What each action of a transaction is as an operation of its own. A check is a delete that is taken back. */
const operationOf = {
  Put: 'PutItem',
  Update: 'UpdateItem',
  Delete: 'DeleteItem',
  ConditionCheck: 'DeleteItem',
} as const;

type Action = keyof typeof operationOf;

interface Step {
  readonly action: Action;
  readonly input: Fields;
}

/**
 * All of it or nothing: each action is done by dynalite, one after the other, as no two may be on one item; at the
 * first that fails the others are still asked, for their reasons, and everything is taken back.
 */
export async function transactWrite(input: Fields, engine: TableEngine, call: Call): Promise<Fields> {
  const steps = stepsOf(input);
  const token = textOf(input['ClientRequestToken']);
  const before = token && call.memory.get('transactions', token);
  if (before) {
    if (isDeepStrictEqual(before, input['TransactItems'])) return {};
    const code = 'IdempotentParameterMismatchException';
    throw new ServiceFailure(
      refused(code, 'Request parameters do not match those of the first request with this token.'),
    );
  }
  refuseDoubles(
    steps.map((step) => step.input),
    engine,
  );
  const reasons = await engine.store().attempt(async () => {
    const outcome: Fields[] = [];
    for (const step of steps) outcome.push(await reasonOf(step, engine));
    return { keep: outcome.every(isNone), outcome };
  });
  if (!reasons.every(isNone)) throw cancelled(reasons);
  if (token) call.memory.put('transactions', token, input['TransactItems']);
  return {};
}

/** Reads all items at one moment. */
export async function transactGet(input: Fields, engine: TableEngine): Promise<Fields> {
  const gets = listOf(input['TransactItems']).map(({ Get }) => fieldsOf(Get));
  if (gets.length === 0) throw new ServiceFailure(refused('ValidationException', tooShort));
  refuseDoubles(gets, engine);
  const Responses: Fields[] = [];
  for (const get of gets) {
    const { Item } = await engine.run('GetItem', get);
    Responses.push(Item === undefined ? {} : { Item });
  }
  return { Responses };
}

const tooShort =
  "1 validation error detected: Value '[]' at 'transactItems' failed to satisfy constraint: Member must have length greater than or equal to 1";

function stepsOf(input: Fields): readonly Step[] {
  const items = listOf(input['TransactItems']);
  if (items.length === 0) throw new ServiceFailure(refused('ValidationException', tooShort));
  if (items.length > 100) {
    const message = 'Member must have length less than or equal to 100';
    throw new ServiceFailure(refused('ValidationException', message));
  }
  return items.map((item) => {
    const given = Object.keys(item).filter((name): name is Action => name in operationOf && item[name] !== undefined);
    const [action] = given;
    if (given.length === 1 && action !== undefined) return { action, input: fieldsOf(item[action]) };
    const message = 'TransactItems can only contain one of Check, Put, Update or Delete';
    throw new ServiceFailure(refused('ValidationException', message));
  });
}

function refuseDoubles(inputs: readonly Fields[], engine: TableEngine): void {
  const seen = new Set<string>();
  for (const input of inputs) {
    const table = engine.store().tableDb.find(textOf(input['TableName']));
    if (table === undefined) continue;
    const key = `${table.TableName} ${engine.keyOf(keyAttributes(input, table.KeySchema), table)}`;
    if (seen.has(key)) {
      const message = 'Transaction request cannot include multiple operations on one item';
      throw new ServiceFailure(refused('ValidationException', message));
    }
    seen.add(key);
  }
}

function keyAttributes(input: Fields, schema: readonly { readonly AttributeName: string }[]): Fields {
  const from = fieldsOf(input['Key'] ?? input['Item']);
  return Object.fromEntries(schema.map(({ AttributeName }) => [AttributeName, from[AttributeName] ?? { S: '' }]));
}

/** Why this action cancels the transaction; `None` when it does not. */
async function reasonOf({ action, input }: Step, engine: TableEngine): Promise<Fields> {
  try {
    const run = (): Eventually<Fields> => engine.run(operationOf[action], input);
    if (action === 'ConditionCheck') await engine.store().attempt(async () => ({ keep: false, outcome: await run() }));
    else await run();
    return { Code: 'None' };
  } catch (error) {
    if (!(error instanceof ServiceFailure) || isOfRequest.has(error) || error.code === 'ResourceNotFoundException')
      throw error;
    const { code, message, fields } = failureWithItem(error, input, engine);
    return {
      Code: code.replace(/Exception$/, '').replace(/^Validation$/, 'ValidationError'),
      Message: message,
      ...fields,
    };
  }
}

function isNone({ Code }: Fields): boolean {
  return Code === 'None';
}

function cancelled(reasons: readonly Fields[]): ServiceFailure {
  const codes = reasons.map(({ Code }) => textOf(Code)).join(', ');
  const message = `Transaction cancelled, please refer cancellation reasons for specific reasons [${codes}]`;
  return new ServiceFailure(refused('TransactionCanceledException', message), { CancellationReasons: reasons });
}
