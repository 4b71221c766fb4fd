import type { EncodeOptions } from './encodeOptions.ts';
import type { NumberPolicy } from './numberPolicy.ts';
import type { InputOf, OutputOf, StandardSchema } from './standardSchema.ts';
import type { InsertRecord, ItemRecord, ModifyRecord, RemoveRecord, StreamRecord } from './streamRecord.ts';
import type { LambdaRecord, StreamViewType, WireRecord } from '../wire/wireRecord.ts';

/** Any stream: what a function needs to know to decode the records of one. Made by `defineStream`. */
export interface StreamDefinition<R extends StreamRecord = StreamRecord> {
  readonly view: StreamViewType;
  /** The names of the key attributes, partition key first. */
  readonly keys: readonly string[];
  /** What the items look like, for those who make some; `defineStream` gives them as it got them. */
  readonly schemas?: StreamSchemas;
  /**
   * Decodes one record. Throws a `DecodeError` for a record that is not what the definition says, at once or, unless
   * `eager`, when the image in question is first read. Answers `undefined` only for a record that the definition
   * says to skip (`unknownEntity: 'skip'`).
   */
  readonly decode: (wire: WireRecord) => R | undefined;
}

/** The schemas of a stream as its definition was given them: of its items, or of each entity by its name. */
export interface StreamSchemas {
  readonly item?: StandardSchema | undefined;
  readonly entities?: EntitySchemas | undefined;
  readonly discriminator?: string | ((attributes: Readonly<Record<string, unknown>>) => string | undefined) | undefined;
}

/** The record type of a stream: `RecordOf<typeof orders>`. */
export type RecordOf<S extends StreamDefinition> = Exclude<ReturnType<S['decode']>, undefined>;

/** A stream whose item type is known: decodes records, and makes them for tests and the simulator. */
export interface Stream<R extends StreamRecord, Item, Skipped extends undefined = never> extends StreamDefinition<R> {
  readonly decode: (wire: WireRecord) => R | Skipped;
  /** The record AWS sends when `item` is put for the first time. Items are marshalled, not validated. */
  readonly insert: (item: Item, options?: EncodeOptions) => LambdaRecord;
  /** The record AWS sends when an item changes. Both must have the same key. */
  readonly modify: (oldItem: Item, newItem: Item, options?: EncodeOptions) => LambdaRecord;
  /** The record AWS sends when an item is deleted, or expires (`{ expiredByTtl: true }`). */
  readonly remove: (oldItem: Item, options?: EncodeOptions) => LambdaRecord;
}

/** What can be said of any stream, whatever its items. */
export interface StreamOptions<View extends StreamViewType> {
  /** What the records carry; default `NEW_AND_OLD_IMAGES`. It may ask for less than the table's stream has. */
  readonly view?: View;
  /** What N attributes become; default `auto`, which never rounds. */
  readonly numbers?: NumberPolicy;
  /** Unmarshal and validate everything in `decode` instead of when it is first read. */
  readonly eager?: boolean;
  /**
   * The attribute that names the region an item was last written in, for `record.replicated`. Default
   * `aws:rep:updateregion`, which global tables of version 2017.11.29 add; later ones add none, so the writer has to.
   */
  readonly regionAttribute?: string;
}

/** A stream whose items all have one type. */
export interface ItemStreamOptions<S extends StandardSchema, K extends string, View extends StreamViewType>
  extends StreamOptions<View> {
  /** The schema of an item (any Standard Schema), or `type<T>()`. */
  readonly item: S;
  /** The key attributes: partition key, sort key. */
  readonly keys: readonly [K] | readonly [K, K];
}

/** A single-table stream: several entities, told apart by a discriminator. */
export interface EntityStreamOptions<
  E extends EntitySchemas,
  K extends string,
  View extends StreamViewType,
  Unknown extends UnknownEntity,
> extends StreamOptions<View> {
  /** The schema of each entity, by its name. */
  readonly entities: E;
  /**
   * The attribute that holds the entity's name, or a function of the unmarshalled attributes: of the new image, else
   * the old one, else the keys.
   */
  readonly discriminator:
    | DiscriminatorName<E>
    | ((attributes: Readonly<Record<string, unknown>>) => string | undefined);
  readonly keys: readonly [K] | readonly [K, K];
  /** What to do with an item of no known entity: a `DecodeError` (default), skip it, or hand it on unvalidated. */
  readonly unknownEntity?: Unknown;
}

/** Schemas by entity name. */
export type EntitySchemas = Readonly<Record<string, StandardSchema>>;

/** What to do with an item of no known entity. */
export type UnknownEntity = 'fail' | 'skip' | 'undecoded';

type KeyValue = string | number | bigint | Uint8Array | { readonly value: string };

/** The attributes of an item that can be keys: required, and a string, number or binary. */
export type KeyName<Item> = {
  [P in keyof Item]-?: Item[P] extends KeyValue ? P : unknown extends Item[P] ? P : never;
}[keyof Item] &
  string;

/** The attributes that can be keys of every entity. */
export type SharedKeyName<E extends EntitySchemas> = Shared<{ [N in keyof E]: KeyName<InputOf<E[N]>> }> & string;

/** The attributes that every entity has, with its own name as a possible value. */
export type DiscriminatorName<E extends EntitySchemas> = Shared<{
  [N in keyof E]: AttributeThatHolds<InputOf<E[N]>, N>;
}> &
  string;

type AttributeThatHolds<Item, Name> = {
  [P in keyof Item]-?: Name extends Item[P] ? (Item[P] extends string ? P : never) : never;
}[keyof Item];

// What all the properties of T have in common.
type Shared<T> = { [N in keyof T]: (value: T[N]) => void }[keyof T] extends (value: infer K) => void ? K : never;

/** What `defineStream({ item, … })` gives. */
export type ItemStream<S extends StandardSchema, K extends string, View extends StreamViewType> = Stream<
  ItemRecord<OutputOf<S>, KeysOf<InputOf<S>, K>, View>,
  InputOf<S>
>;

/** What `defineStream({ entities, … })` gives. */
export type EntityStream<
  E extends EntitySchemas,
  K extends string,
  View extends StreamViewType,
  Unknown extends UnknownEntity,
> = Stream<EntityRecord<E, K, View, Unknown>, InputOf<E[keyof E]>, 'skip' extends Unknown ? undefined : never>;

/** The records of a single-table stream: narrowed by `entity`, `eventName` and the view type. */
export type EntityRecord<
  E extends EntitySchemas,
  K extends string,
  View extends StreamViewType,
  Unknown extends UnknownEntity,
> =
  | { [N in keyof E & string]: RecordOfEntity<N, OutputOf<E[N]>, KeysOf<InputOf<E[N]>, K>, View> }[keyof E & string]
  | WithoutImage<KeysOf<InputOf<E[keyof E]>, K>, View>
  | ('undecoded' extends Unknown
      ? RecordOfEntity<undefined, Readonly<Record<string, unknown>>, KeysOf<InputOf<E[keyof E]>, K>, View>
      : never);

type KeysOf<Item, K extends string> = Readonly<Pick<Item, K & keyof Item>>;
type Named<N> = { readonly entity: N };

type RecordOfEntity<N, Item, Keys, View extends StreamViewType> =
  | InsertRecord<Item, Keys, View, Named<N>>
  | ModifyRecord<Item, Keys, View, Named<N>>
  | RemoveRecord<Item, Keys, View, Named<N>>;

// Where the view gives no image, the discriminator may be out of sight: then the entity cannot be known.
type WithoutImage<Keys, View extends StreamViewType> =
  | (View extends 'KEYS_ONLY' | 'OLD_IMAGE' ? InsertRecord<never, Keys, 'KEYS_ONLY', Named<undefined>> : never)
  | (View extends 'KEYS_ONLY' ? ModifyRecord<never, Keys, View, Named<undefined>> : never)
  | (View extends 'KEYS_ONLY' | 'NEW_IMAGE' ? RemoveRecord<never, Keys, 'KEYS_ONLY', Named<undefined>> : never);
