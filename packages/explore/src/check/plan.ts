import { type EventSourceMapping, explainFilters } from '@millrace/simulator';
import type { DynamoDBRecord } from 'aws-lambda';
import { type MadeRecords, viewed } from './madeRecords.ts';
import type { Probe } from './probe.ts';
import type { ProbeFacts } from './probeFacts.ts';

/** What the probes are made from. */
export interface PlanParts {
  readonly made: MadeRecords;
  readonly mapping: EventSourceMapping;
  readonly hasMapping: boolean;
  readonly functionTimeoutMs: number;
  /** How long a call without faults is waited for in real time. */
  readonly patienceMs: number;
  readonly seed: number;
}

const mostCrashes = 8;

/** The runs that the others are compared with. */
export function firstProbes(parts: PlanParts): readonly Probe[] {
  const { batch } = parts.made;
  return [
    probe(parts, 'batch', `${batch.length} records as one batch`, batch),
    probe(parts, 'again', 'the same batch again in the same process', batch),
    probe(parts, 'oneByOne', 'each record in a batch of its own', batch, { mapping: { BatchSize: 1 } }),
  ];
}

/** Shows what differs though nothing was kept: a clock, or chance. */
export function controlProbe(parts: PlanParts): Probe {
  return probe(parts, 'elsewhere', 'the same batch in another process', parts.made.batch);
}

/** Everything else, by what the clean run did; the most telling first. */
export function furtherProbes(parts: PlanParts, clean: ProbeFacts): readonly Probe[] {
  const { made, mapping } = parts;
  const { batch } = made;
  const effects = clean.effects.filter(({ invocation }) => invocation === 0);
  const count = effects.length;
  const numbers = count === 0 ? [] : [...new Set([Math.ceil(count / 2), 1, count])];
  const worked = new Set(effects.map(({ sequenceNumber }) => sequenceNumber));
  const poison = batch.findLastIndex(({ dynamodb }) => worked.has(dynamodb?.SequenceNumber));
  const last = batch[poison];
  const explain = explainFilters(mapping.FilterCriteria);
  const passes = (record: DynamoDBRecord): boolean => explain(record).passes;
  return [
    ...batch.map((record) =>
      probe(parts, 'alone', 'the record alone', [record], about(record.dynamodb?.SequenceNumber)),
    ),
    ...numbers.flatMap((effect, index) => [
      probe(
        parts,
        'effectFault',
        `${batch.length} records as one batch, effect ${effect} of ${count} is refused once`,
        batch,
        { fault: { effect, fault: 'refuse' } },
      ),
      ...(index === 0
        ? [probe(parts, 'afterFault', 'the same batch, in a process where a call has failed', batch)]
        : []),
    ]),
    ...effects
      .filter(({ name }) => /Batch|PutEvents|PutRecords/.test(name))
      .slice(0, 1)
      .map(({ number, name }) =>
        probe(parts, 'partlyFail', `${name} fails for one of its entries`, batch, {
          fault: { effect: number, fault: 'partlyFail' },
        }),
      ),
    probe(parts, 'redeliver', 'the batch succeeds and is delivered again', batch, { fault: 'redeliver' }),
    probe(parts, 'remove', 'a REMOVE of one item', made.removes.slice(0, 1)),
    probe(parts, 'ttl', 'a deletion by Time to Live', made.expired.slice(0, 1)),
    probe(parts, 'missingImage', 'an INSERT, which has no OldImage', made.inserts.slice(0, 1)),
    probe(parts, 'missingImage', 'a MODIFY', made.modifies.slice(0, 1)),
    ...(made.view === 'NEW_AND_OLD_IMAGES'
      ? []
      : [probe(parts, 'allImages', 'a MODIFY with both images', made.whole.slice(0, 1))]),
    ...Array.from({ length: Math.min(count, mostCrashes) }, (_, index) =>
      probe(parts, 'crash', `the process crashes after effect ${index + 1} of ${count}`, batch, {
        fault: { crashAtEffect: index + 1, moment: 'after' },
        // The same batch again, so that what one call does for all its records is the same call.
        mapping: { BisectBatchOnFunctionError: false },
      }),
    ),
    probe(parts, 'event', 'one batch, its event is compared with what it was', batch, { watchesEvent: true }),
    ...(batch.length < 2
      ? []
      : batch.map((record) =>
          probe(
            parts,
            'without',
            'the batch without one record',
            batch.filter((one) => one !== record),
            about(record.dynamodb?.SequenceNumber),
          ),
        )),
    ...made.inFront
      .filter((record) => !batch.some(({ eventName }) => eventName === record.eventName) && passes(record))
      .map((record) =>
        probe(parts, 'behindOther', `a ${record.eventName} in front of ${batch.length} records`, [record, ...batch]),
      ),
    probe(parts, 'sameItem', 'three changes of one item', made.sameItem),
    probe(parts, 'itemRace', 'three changes of one item, the first effect takes long', made.sameItem, { slow: 1 }),
    probe(parts, 'itemLife', 'INSERT, MODIFY and REMOVE of one item as one batch', made.life),
    probe(parts, 'itemLifeApart', 'INSERT, MODIFY and REMOVE of one item, each in a batch of its own', made.life, {
      mapping: { BatchSize: 1 },
    }),
    probe(parts, 'lifeRace', 'INSERT, MODIFY and REMOVE of one item, the first effect takes long', made.life, {
      slow: 1,
    }),
    probe(parts, 'itemFault', 'three changes of one item, the first effect is refused once', made.sameItem, {
      fault: { effect: 1, fault: 'refuse' },
    }),
    ...(numbers.length === 0
      ? []
      : [
          probe(parts, 'timeout', 'a time-out at the middle effect', batch, {
            fault: { crashAtEffect: Math.ceil(count / 2), moment: 'after', as: 'timeout' },
          }),
        ]),
    ...(last?.dynamodb?.SequenceNumber === undefined || count === 0
      ? []
      : [
          probe(parts, 'poison', `the effect of record ${poison + 1} of ${batch.length} always fails`, batch, {
            about: last.dynamodb.SequenceNumber,
            asMapped: true,
            poison: {
              sequenceNumber: last.dynamodb.SequenceNumber,
              order: effects.map(({ sequenceNumber }) => sequenceNumber),
            },
          }),
        ]),
    ...((mapping.TumblingWindowInSeconds ?? 0) > 0
      ? [probe(parts, 'window', 'a window, and its final call without records', batch, { asMapped: true })]
      : []),
  ].filter(({ records }) => records.length > 0);
}

/** What the table or its stream may hold, and may not: nothing that comes of these is a finding. */
export function sideProbes(parts: PlanParts, isViewKnown: boolean): readonly Probe[] {
  const { batch, unknown, view } = parts.made;
  const others = isViewKnown ? [] : views.filter((one) => one !== view);
  return [
    ...(unknown.length === 0
      ? []
      : [probe(parts, 'unknownEntity', 'an item that has only its keys, as another entity', unknown)]),
    ...others.map((one) =>
      probe(
        parts,
        'otherView',
        `StreamViewType ${one}`,
        batch.slice(0, 1).map((record) => viewed(record, one)),
      ),
    ),
  ];
}

const views = ['KEYS_ONLY', 'NEW_IMAGE', 'OLD_IMAGE', 'NEW_AND_OLD_IMAGES'] as const;

interface ProbeParts extends Partial<Pick<Probe, 'fault' | 'poison' | 'about' | 'slow' | 'watchesEvent'>> {
  readonly mapping?: Partial<EventSourceMapping>;
  readonly asMapped?: true;
}

/** A probe under the mapping; retries are few, so that a handler that always fails comes to an end. */
export function probe(
  { mapping, functionTimeoutMs, patienceMs, seed }: PlanParts,
  kind: Probe['kind'],
  name: string,
  records: Probe['records'],
  { mapping: changes, asMapped, ...more }: ProbeParts = {},
): Probe {
  const retries = mapping.MaximumRetryAttempts ?? -1;
  const few = asMapped === true && retries >= 0 ? Math.min(retries, 3) : 2;
  return {
    kind,
    name,
    records,
    mapping: {
      ...mapping,
      StartingPosition: 'TRIM_HORIZON',
      Enabled: true,
      MaximumRetryAttempts: few,
      MaximumBatchingWindowInSeconds: 0,
      ParallelizationFactor: 1,
      ...changes,
    },
    functionTimeoutMs,
    realTimeoutMs: Math.min(functionTimeoutMs, kind === 'batch' ? patienceMs : 1200),
    seed,
    ...more,
  };
}

function about(sequenceNumber: string | undefined): Pick<Probe, 'about'> {
  return sequenceNumber === undefined ? {} : { about: sequenceNumber };
}
