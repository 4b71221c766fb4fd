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

/** Names of writes that are other ones in each run, such as by a random id: of these only the number can be compared. */
export type Unsteady = ReadonlySet<string>;

const none: Unsteady = new Set();

/** What was done, in a form that can be compared. */
export function signatureOf(facts: ProbeFacts, unsteady = none): readonly string[] {
  return doneWrites(facts)
    .map(({ name, key }) => `${name}\n${unsteady.has(name) ? '' : key}`)
    .toSorted();
}

export function sameWrites(one: ProbeFacts, other: ProbeFacts, unsteady = none): boolean {
  return signatureOf(one, unsteady).join('\n') === signatureOf(other, unsteady).join('\n');
}

/** What is another one, as often, in two runs of the same batch that have nothing in common. */
export function unsteadyIn(one: ProbeFacts, other: ProbeFacts): Unsteady {
  const names = new Set([...doneWrites(one), ...doneWrites(other)].map(({ name }) => name));
  const keysOf = (facts: ProbeFacts, wanted: string): readonly string[] =>
    doneWrites(facts).flatMap(({ name, key }) => (name === wanted ? [key] : []));
  return new Set(
    [...names].filter((name) => {
      const [keys, others] = [keysOf(one, name).toSorted(), keysOf(other, name).toSorted()];
      return keys.length === others.length && keys.join('\n') !== others.join('\n');
    }),
  );
}

/** The same writes, and the same answers. */
export function sameAnswers(one: ProbeFacts, other: ProbeFacts, unsteady = none): boolean {
  const answersOf = ({ calls }: ProbeFacts): string =>
    JSON.stringify(calls.map(({ outcome, response }) => [outcome, response]));
  return sameWrites(one, other, unsteady) && answersOf(one) === answersOf(other);
}

/** Writes that were done more often than without the trouble; where they can be told apart, those that are the same again. */
export function repeatedIn(facts: ProbeFacts, clean: ProbeFacts, unsteady: Unsteady): ProbeFacts['repeated'] {
  const harmful = facts.repeated.filter(({ effect }) => !isHarmless(effect));
  const others = [...unsteady].flatMap((name) => {
    const [done, usual] = [facts, clean].map((each) => doneWrites(each).filter((write) => write.name === name));
    const [effect] = done ?? [];
    // Another one each time is never the same again, even where it would take the place of itself.
    if (effect === undefined || done === undefined || usual === undefined || done.length <= usual.length) return [];
    return harmful.some((each) => each.effect.name === name) ? [] : [{ effect, times: done.length }];
  });
  return [...harmful, ...others];
}

export function sameState(one: ProbeFacts, other: ProbeFacts): boolean {
  return JSON.stringify(one.steadyState) === JSON.stringify(other.steadyState);
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
