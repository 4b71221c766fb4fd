import { keyOf, type StreamViewType } from '@millrace/records';
import type { AttributeValue, DynamoDBRecord } from 'aws-lambda';

type Image = Readonly<Record<string, AttributeValue>>;

/** The records that the probes take, made from what there is. */
export interface MadeRecords {
  /** Of different items, at least three where one is there. */
  readonly batch: readonly DynamoDBRecord[];
  /** Three changes of one item. */
  readonly sameItem: readonly DynamoDBRecord[];
  /** One item is made, changed and deleted. */
  readonly life: readonly DynamoDBRecord[];
  readonly inserts: readonly DynamoDBRecord[];
  readonly modifies: readonly DynamoDBRecord[];
  /** Changes with both images, whatever the view is. */
  readonly whole: readonly DynamoDBRecord[];
  readonly removes: readonly DynamoDBRecord[];
  readonly expired: readonly DynamoDBRecord[];
  readonly unknown: readonly DynamoDBRecord[];
  /** Of a further item, one of each kind, to stand in front of the batch. */
  readonly inFront: readonly DynamoDBRecord[];
  readonly view: StreamViewType;
}

const arn = 'arn:aws:dynamodb:us-east-1:123456789012:table/Table/stream/2026-01-01T00:00:00.000';
const first = 4_900_000_000_000_000_000_000n;

/** Makes what is missing: other items, MODIFY and REMOVE of the same items, deletions by Time to Live, an unknown entity. */
export function madeRecords(given: readonly DynamoDBRecord[], view: StreamViewType | undefined): MadeRecords {
  const seen = given[0]?.dynamodb?.StreamViewType;
  const shown = view ?? seen ?? (given[0]?.dynamodb?.NewImage === undefined ? 'KEYS_ONLY' : 'NEW_AND_OLD_IMAGES');
  const byItem = new Map(given.map((record) => [keyOf(keysOf(record)), record] as const));
  const base = [...byItem.values()].filter(({ eventName }) => eventName !== 'REMOVE').slice(0, 4);
  const images = (base.length > 0 ? base : given.slice(0, 1)).map((record) => imageOf(record));
  const items = [...images];
  const names = Object.keys(keysOf(given[0]));
  for (let n = 2; items.length < 3 && images[0] !== undefined; n++) items.push(another(images[0], names, n));
  const source = given[0]?.eventSourceARN ?? arn;
  const make = (
    eventName: 'INSERT' | 'MODIFY' | 'REMOVE',
    image: Image,
    n: number,
    more: Partial<DynamoDBRecord> = {},
  ): DynamoDBRecord => record(eventName, image, names, n, shown, source, more);
  const batch =
    base.length >= 3
      ? base.map((one, n) => renumbered(viewed(one, shown), n))
      : items.map((image, n) => make(eventNameOf(base[0]), image, n));
  const one = items[0];
  const changes = one === undefined ? [] : [one, changed(one, names, 1), changed(one, names, 2)];
  return {
    batch,
    sameItem: changes.map((image, n) => make('MODIFY', image, n)),
    life:
      one === undefined
        ? []
        : [
            make('INSERT', one, 0),
            record('MODIFY', changed(one, names, 1), names, 1, shown, source, {}, one),
            make('REMOVE', changed(one, names, 1), 2),
          ],
    inserts: items.map((image, n) => make('INSERT', image, n)),
    modifies: items.map((image, n) => make('MODIFY', image, n)),
    whole: items.map((image, n) => record('MODIFY', image, names, n, 'NEW_AND_OLD_IMAGES', source, {})),
    removes: items.map((image, n) => make('REMOVE', image, n)),
    expired: items.map((image, n) =>
      make('REMOVE', image, n, { userIdentity: { type: 'Service', principalId: 'dynamodb.amazonaws.com' } }),
    ),
    inFront:
      one === undefined
        ? []
        : (['REMOVE', 'INSERT', 'MODIFY'] as const).map((eventName) => make(eventName, another(one, names, 90), -1)),
    unknown:
      one === undefined
        ? []
        : [make('INSERT', Object.fromEntries(names.map((name) => [name, one[name] ?? {}])) as Image, 0)],
    view: shown,
  };
}

/** Where nothing says which keys a table has: few handlers ask for them by name. */
export const madeUpKeys = { id: 'S' } as const;

/** A record from the key schema alone, with these attributes. */
export function recordFromKeys(
  keys: Readonly<Record<string, 'S' | 'N' | 'B'>>,
  view: StreamViewType,
  attributes: Image = {},
): DynamoDBRecord {
  const made = Object.fromEntries(
    Object.entries(keys).map(([name, type]) => [
      name,
      { [type]: type === 'N' ? '1' : type === 'B' ? 'a2V5' : `${name}-1` },
    ]),
  );
  const image = { ...made, ...attributes } as Image;
  return record('INSERT', image, Object.keys(keys), 0, view, arn, {});
}

/** The table that a record is of. */
export function tableOf({ eventSourceARN }: DynamoDBRecord): string | undefined {
  return /:table\/([^/]+)/.exec(eventSourceARN ?? '')?.[1];
}

/** A change of the same item to another image, as a further record. */
export function followUpOf(before: DynamoDBRecord, image: Image): DynamoDBRecord {
  const names = Object.keys(keysOf(before));
  const view = before.dynamodb?.StreamViewType ?? 'NEW_AND_OLD_IMAGES';
  return record('MODIFY', image, names, 50, view, before.eventSourceARN ?? arn, {}, imageOf(before));
}

export function imageOf({ dynamodb }: DynamoDBRecord): Image {
  return dynamodb?.NewImage ?? dynamodb?.OldImage ?? dynamodb?.Keys ?? {};
}

function keysOf(given: DynamoDBRecord | undefined): Image {
  return given?.dynamodb?.Keys ?? {};
}

function eventNameOf(given: DynamoDBRecord | undefined): 'INSERT' | 'MODIFY' {
  return given?.eventName === 'MODIFY' ? 'MODIFY' : 'INSERT';
}

function record(
  eventName: 'INSERT' | 'MODIFY' | 'REMOVE',
  image: Image,
  names: readonly string[],
  n: number,
  view: StreamViewType,
  eventSourceARN: string,
  more: Partial<DynamoDBRecord>,
  old: Image = eventName === 'MODIFY' ? changed(image, names, 9) : image,
): DynamoDBRecord {
  const Keys = Object.fromEntries(names.flatMap((name) => (image[name] === undefined ? [] : [[name, image[name]]])));
  return viewed(
    renumbered(
      {
        eventVersion: '1.1',
        eventSource: 'aws:dynamodb',
        awsRegion: 'us-east-1',
        eventName,
        eventSourceARN,
        dynamodb: {
          Keys,
          ...(eventName !== 'REMOVE' && { NewImage: image }),
          ...(eventName !== 'INSERT' && { OldImage: old }),
          SizeBytes: 100,
        },
        ...more,
      },
      n,
    ),
    view,
  );
}

function renumbered(given: DynamoDBRecord, n: number): DynamoDBRecord {
  const SequenceNumber = String(first + BigInt(n) * 17n);
  const ApproximateCreationDateTime = 1_767_225_600;
  return {
    ...given,
    eventID: `${n}`.padStart(32, 'e'),
    dynamodb: { ...given.dynamodb, SequenceNumber, ApproximateCreationDateTime },
  };
}

/** A record as a stream with this view carries it. */
export function viewed(given: DynamoDBRecord, view: StreamViewType): DynamoDBRecord {
  const { NewImage, OldImage, ...kept } = given.dynamodb ?? {};
  const hasNew = view === 'NEW_IMAGE' || view === 'NEW_AND_OLD_IMAGES';
  const hasOld = view === 'OLD_IMAGE' || view === 'NEW_AND_OLD_IMAGES';
  return {
    ...given,
    dynamodb: {
      ...kept,
      ...(hasNew && NewImage !== undefined && { NewImage }),
      ...(hasOld && OldImage !== undefined && { OldImage }),
      StreamViewType: view,
    },
  };
}

/** The same item under another key. */
function another(image: Image, names: readonly string[], n: number): Image {
  const key = names[0];
  if (key === undefined) return image;
  const value = image[key];
  const text = value?.S;
  const other: AttributeValue =
    text !== undefined
      ? { S: `${text}-${n}` }
      : value?.N !== undefined
        ? { N: String(Number(value.N) + n) }
        : { B: `a2V5${n}w==` };
  // What repeats the key elsewhere in the item goes with it, so that the items stay consistent.
  return Object.fromEntries(
    Object.entries(image).map(([name, attribute]) => [
      name,
      name === key || (text !== undefined && attribute.S === text) ? other : attribute,
    ]),
  );
}

/** The same item with another value of a number, or of none if it has no number beside its keys. */
function changed(image: Image, names: readonly string[], by: number): Image {
  const number = Object.keys(image).find((name) => !names.includes(name) && image[name]?.N !== undefined);
  if (number !== undefined) return { ...image, [number]: { N: String(Number(image[number]?.N) + by) } };
  return { ...image, millraceVersion: { N: String(by) } };
}
