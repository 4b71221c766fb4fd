import type { StreamViewType, WireRecord } from '../wire/wireRecord.ts';

/** What the change was. */
export type EventName = 'INSERT' | 'MODIFY' | 'REMOVE';

/** What every decoded record has, whatever its stream. Everything but `eventName` and the ids is read when asked for. */
export interface StreamRecord<Keys = Readonly<Record<string, unknown>>> {
  readonly eventName: EventName;
  /** The entity of a single-table stream; `undefined` when the stream has no entities or the record no known one. */
  readonly entity?: string | undefined;
  /** The key attributes, unmarshalled. They are not run through the schema, which describes whole items. */
  readonly keys: Keys;
  /** Decimal text of 1 to 40 digits (S11); order it with `compareSequenceNumbers`. */
  readonly sequenceNumber: string;
  readonly eventId: string | undefined;
  /** Approximate creation time, to the second on AWS; `undefined` when the record carries none. */
  readonly createdAt: Date | undefined;
  /** True for a REMOVE done by Time to Live. */
  readonly expiredByTtl: boolean;
  /**
   * Whether a global table brought the change from another region; `undefined` when the record does not tell. A REMOVE
   * never does: its image names who wrote the item last, not who deleted it.
   */
  readonly replicated: boolean | undefined;
  /** The record as it came. */
  readonly raw: WireRecord;
}

type Change<Name extends EventName, Keys, Entity> = StreamRecord<Keys> & { readonly eventName: Name } & Entity;
type NewImage<Item> = { readonly newImage: Item };
type OldImage<Item> = { readonly oldImage: Item };

/** An item came into being. */
export type InsertRecord<Item, Keys, View extends StreamViewType, Entity = unknown> = Change<'INSERT', Keys, Entity> &
  (View extends 'NEW_IMAGE' | 'NEW_AND_OLD_IMAGES' ? NewImage<Item> : unknown);

/** An item was replaced or updated. */
export type ModifyRecord<Item, Keys, View extends StreamViewType, Entity = unknown> = Change<'MODIFY', Keys, Entity> &
  (View extends 'NEW_IMAGE' | 'NEW_AND_OLD_IMAGES' ? NewImage<Item> : unknown) &
  (View extends 'OLD_IMAGE' | 'NEW_AND_OLD_IMAGES' ? OldImage<Item> : unknown);

/** An item was deleted, by a caller or by Time to Live. */
export type RemoveRecord<Item, Keys, View extends StreamViewType, Entity = unknown> = Change<'REMOVE', Keys, Entity> &
  (View extends 'OLD_IMAGE' | 'NEW_AND_OLD_IMAGES' ? OldImage<Item> : unknown);

/** The records of a stream whose items have one type: narrowed by `eventName`, with the images its view type gives. */
export type ItemRecord<Item, Keys, View extends StreamViewType> =
  | InsertRecord<Item, Keys, View>
  | ModifyRecord<Item, Keys, View>
  | RemoveRecord<Item, Keys, View>;
