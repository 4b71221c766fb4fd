import type { EventSourceMapping, Fault } from '@millrace/simulator';
import type { DynamoDBRecord } from 'aws-lambda';

/** What a probe is for; judges choose by it. */
export type ProbeKind =
  | 'asks'
  | 'batch'
  | 'again'
  | 'elsewhere'
  | 'oneByOne'
  | 'alone'
  | 'without'
  | 'behindOther'
  | 'sameItem'
  | 'effectFault'
  | 'afterFault'
  | 'partlyFail'
  | 'itemFault'
  | 'itemRace'
  | 'itemLife'
  | 'itemLifeApart'
  | 'lifeRace'
  | 'crash'
  | 'timeout'
  | 'redeliver'
  | 'remove'
  | 'ttl'
  | 'missingImage'
  | 'allImages'
  | 'unknownEntity'
  | 'otherView'
  | 'event'
  | 'poison'
  | 'window'
  | 'followUp';

/** One run of the handler, as plain data. */
export interface Probe {
  /** In words, for scenarios: `a batch of 3 records, the 2nd effect is refused once`. */
  readonly name: string;
  readonly kind: ProbeKind;
  readonly records: readonly DynamoDBRecord[];
  readonly mapping: EventSourceMapping;
  /** Strikes the first attempt alone. */
  readonly fault?: Fault;
  /** The record of which the first effect is refused in every call, and the records of all write and read effects in a clean batch. */
  readonly poison?: { readonly sequenceNumber: string; readonly order: readonly (string | undefined)[] };
  /** The record that a probe is about. */
  readonly about?: string;
  readonly functionTimeoutMs: number;
  readonly realTimeoutMs: number;
  readonly seed: number;
  /** The request, from 1, that takes longer than what comes behind it. */
  readonly slow?: number;
  /** Whether the event is frozen and compared with what it was. */
  readonly watchesEvent?: true;
}
