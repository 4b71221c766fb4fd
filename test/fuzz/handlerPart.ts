import { batchHandler, PoisonRecordError, type StreamEvent } from '@millrace/handler';
import { defineStream, type } from '@millrace/records';
import fc from 'fast-check';
import type { FuzzPart } from './fuzzPart.ts';
import { mutated, mutations, strangeValue } from './mutation.ts';

const orders = defineStream({ item: type<{ readonly orderId: string; readonly total: number }>(), keys: ['orderId'] });
const silent = { debug: () => {}, warn: () => {}, error: () => {} };

/** What the handler does with a record, by turns. */
const deed = fc.constantFrom(
  ...([
    'done',
    'done',
    'done',
    'doneLater',
    'throws',
    'throwsText',
    'rejects',
    'poison',
    'thenable',
    'badThen',
  ] as const),
  ...(['empties', 'reverses', 'hangs', 'renumbers', 'thenNever', 'hostile'] as const),
);
type Deed = typeof deed extends fc.Arbitrary<infer D> ? D : never;

const inputs = fc.record({
  records: fc.array(
    fc.record({
      item: fc.nat(3),
      deed,
      changes: fc.oneof({ weight: 4, arbitrary: fc.constant([]) }, { weight: 1, arbitrary: mutations }),
    }),
    {
      maxLength: 8,
    },
  ),
  concurrency: fc.constantFrom(1, 1, 2, 5),
  onPoison: fc.constantFrom('none', 'takes', 'fails', 'rejects'),
  onFailure: fc.constantFrom('report', 'throw'),
  remaining: fc.oneof(fc.constantFrom<unknown>(60_000, 300, 0, Number.NaN), strangeValue),
});

/** Hostile batches: whatever handler, context and records do, nothing is acknowledged that was not handled. */
export const handlerPart: FuzzPart = {
  name: 'handler',
  claim:
    'No record is acknowledged that was not handled, no item goes back, and every answer is one that Lambda reads.',
  runsInRound: 400,
  property: (isPlanted) =>
    fc.asyncProperty(inputs, async ({ records, concurrency, onPoison, onFailure, remaining }) => {
      const wires = records.map(({ item, changes }, index) => {
        const sequenceNumber = String(100 + index);
        return mutated(orders.insert({ orderId: `o-${item}`, total: index }, { sequenceNumber }), changes);
      });
      const event = { Records: [...wires] } as unknown as StreamEvent & { Records: unknown[] };
      const handled = new Set<unknown>();
      const begun = new Map<string, number>();
      const broken: string[] = [];
      const handler = batchHandler(
        orders,
        (record) => {
          const index = wires.indexOf(record.raw);
          const item = JSON.stringify(record.raw.dynamodb?.Keys);
          if ((begun.get(item) ?? -1) > index) broken.push(`Record ${index} of its item was begun after a later one.`);
          begun.set(item, index);
          return behave(records[index]?.deed ?? 'done', event, record.raw, () => handled.add(record.raw));
        },
        {
          concurrency,
          onFailure,
          logger: silent,
          recordTimeoutMs: 3,
          ...(onPoison !== 'none' && { onPoison: (wire: object) => putAside(onPoison, wire, handled) }),
        },
      );
      const context = { getRemainingTimeInMillis: () => remaining } as never;
      const given = [...wires];
      const identifiers = given.map(
        (wire) => (wire as { dynamodb?: { SequenceNumber?: unknown } } | null)?.dynamodb?.SequenceNumber,
      );
      let failures: readonly { readonly itemIdentifier: unknown }[];
      try {
        failures = (await handler(event, context)).batchItemFailures;
      } catch {
        return; // The whole batch comes again.
      }
      // The planted fault: a failure of the last record is forgotten.
      if (isPlanted && failures[0]?.itemIdentifier === identifiers.at(-1)) failures = [];
      if (broken[0] !== undefined) throw new Error(broken[0]);
      if (failures.length > 1) throw new Error('More than one record was reported.');
      const reported = failures[0]?.itemIdentifier;
      const stop = failures.length === 0 ? given.length : identifiers.indexOf(reported);
      if (failures.length === 1 && (stop < 0 || typeof reported !== 'string' || reported === '')) {
        throw new Error(`${String(reported)} was reported, which is no record of the batch.`);
      }
      const lost = given.slice(0, stop).findIndex((wire) => !handled.has(wire));
      if (lost >= 0) throw new Error(`Record ${lost} was acknowledged and not handled.`);
    }),
};

function behave(given: Deed, event: { Records: unknown[] }, wire: object, handle: () => void): unknown {
  switch (given) {
    case 'done':
      return handle();
    case 'doneLater':
      return Promise.resolve().then(handle);
    case 'throws':
      throw new Error('no stock');
    case 'throwsText':
      // oxlint-disable-next-line no-throw-literal -- Handlers do.
      throw 'no stock';
    case 'rejects':
      return Promise.reject(undefined);
    case 'poison':
      throw new PoisonRecordError('never');
    case 'thenable':
      return thenOf((resolve) => resolve(handle()));
    case 'badThen':
      return thenOf(() => {
        throw new Error('no then');
      });
    case 'thenNever':
      return thenOf((resolve) => resolve(new Promise(() => {})));
    case 'empties':
      event.Records.splice(0);
      return handle();
    case 'reverses':
      event.Records.reverse();
      return handle();
    case 'renumbers':
      Object.assign(wire, { dynamodb: { SequenceNumber: '999' } });
      throw new Error('renumbered');
    case 'hangs':
      return new Promise(() => {});
    case 'hostile':
      throw Object.create(null);
    default:
      return given satisfies never;
  }
}

function thenOf(then: (resolve: (value: unknown) => void) => void): object {
  // oxlint-disable-next-line unicorn/no-thenable -- Promises that others made are what is tried here.
  return Object.defineProperty({}, 'then', { value: then });
}

function putAside(how: 'takes' | 'fails' | 'rejects', wire: object, handled: Set<unknown>): unknown {
  if (how === 'fails') throw new Error('the queue is down');
  if (how === 'rejects') return Promise.reject(new Error('the queue is down'));
  return handled.add(wire);
}
