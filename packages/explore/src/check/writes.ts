import { type EffectEvent, wasDone } from '@millrace/simulator';
import type { ProbeFacts } from './probeFacts.ts';

/** Services that only watch: what becomes of their calls is not what the handler is for. */
const watching = /^(?:cloudwatch|logs|xray)\./;

/** The calls that change something, without those that only watch. */
export function writesOf({ effects }: ProbeFacts): readonly EffectEvent[] {
  return effects.filter(({ kind, name }) => kind === 'write' && !watching.test(name));
}

export function doneWrites(facts: ProbeFacts): readonly EffectEvent[] {
  return writesOf(facts).filter(wasDone);
}

/** What was done, in a form that can be compared. */
export function signatureOf(facts: ProbeFacts): readonly string[] {
  return doneWrites(facts)
    .map(({ name, key }) => `${name}\n${key}`)
    .toSorted();
}

export function sameWrites(one: ProbeFacts, other: ProbeFacts): boolean {
  return signatureOf(one).join('\n') === signatureOf(other).join('\n');
}

/** The same writes, and the same answers. */
export function sameAnswers(one: ProbeFacts, other: ProbeFacts): boolean {
  const answersOf = ({ calls }: ProbeFacts): string =>
    JSON.stringify(calls.map(({ outcome, response }) => [outcome, response]));
  return sameWrites(one, other) && answersOf(one) === answersOf(other);
}

export function sameState(one: ProbeFacts, other: ProbeFacts): boolean {
  return JSON.stringify(one.state) === JSON.stringify(other.state);
}

/** What repeats without harm: what says itself that it is the same again, and what puts the same in the same place. */
export function isHarmless({ name, call }: EffectEvent): boolean {
  if (
    /^(?:PUT|DELETE|HEAD|OPTIONS) |^s3\.|^dynamodb\.(?:DeleteItem|PutItem)|^sfn\.(?:StartExecution)|^scheduler\./.test(
      name,
    )
  )
    return true;
  const text = JSON.stringify(call ?? null);
  if (/idempotency-?key|ClientRequestToken|MessageDeduplicationId|ClientToken/i.test(text)) return true;
  // What sets or removes the same may be done again; what adds, appends or counts may not.
  const expression: unknown = Object(call).UpdateExpression;
  if (name.startsWith('dynamodb.UpdateItem') && typeof expression === 'string')
    return !/\bADD\b|list_append|[+-]\s*:/i.test(expression);
  return /^dynamodb\.(?:BatchWriteItem|TransactWriteItems)/.test(name) && !/UpdateExpression/.test(text);
}
