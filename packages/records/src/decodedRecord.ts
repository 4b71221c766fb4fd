import { readCreationTime } from './readCreationTime.ts';
import { failed, decodeError, fault, located, textOf } from './fault.ts';
import type { StandardSchema } from './standardSchema.ts';
import type { EventName, StreamRecord } from './streamRecord.ts';
import { type ToNumber, unmarshallImage } from './unmarshallImage.ts';
import { validate } from './validate.ts';
import type { StreamViewType, WireChange, WireRecord } from './wireRecord.ts';

/** What a change must have, by its name in {@link WireChange}. */
export type Part = 'SequenceNumber' | ImageName;
type ImageName = 'Keys' | 'NewImage' | 'OldImage';
type Attributes = Readonly<Record<string, unknown>>;

/** A stream definition made ready to decode with: nothing left to look up. */
export interface DecodePlan {
  readonly view: StreamViewType;
  /** What the change of a record has, by `eventName`. */
  readonly parts: ReadonlyMap<unknown, readonly Part[]>;
  readonly keys: readonly string[];
  readonly toNumber: ToNumber;
  readonly eager?: boolean;
  readonly regionAttribute?: string;
  /** The schema of every item; `undefined` when there are entities. */
  readonly item?: StandardSchema;
  /** The schema of each entity, by its name. */
  readonly schemas: ReadonlyMap<unknown, StandardSchema>;
  /** The attribute that holds an entity's name, or a function of the unmarshalled attributes. */
  readonly discriminator?: string | ((attributes: Attributes) => string | undefined);
  readonly unknownEntity?: 'fail' | 'skip' | 'undecoded';
}

/** Who deletes what has expired. */
export const ttlPrincipal = 'dynamodb.amazonaws.com';

/**
 * A decoded record. Images, keys and times are worked out when they are first read; they are getters of the
 * prototype, so a copy made with `{...record}` does not have them.
 */
export class DecodedRecord implements StreamRecord {
  declare readonly eventName: EventName;
  declare readonly sequenceNumber: string;
  declare readonly eventId: string | undefined;
  declare readonly raw: WireRecord;
  entity: string | undefined;
  readonly #plan: DecodePlan;
  readonly #change: WireChange;
  readonly #parts: readonly Part[];
  #schema: StandardSchema | undefined;
  #keys: Attributes | undefined;
  #newImage: unknown;
  #oldImage: unknown;
  /** The image a discriminator function was shown, kept so that it is not unmarshalled again. */
  #shown: { readonly name: ImageName; readonly attributes: Attributes } | undefined;

  constructor(plan: DecodePlan, wire: WireRecord, parts: readonly Part[]) {
    this.eventName = wire.eventName as EventName;
    this.#change = wire.dynamodb as WireChange;
    this.sequenceNumber = this.#change.SequenceNumber as string;
    this.eventId = textOf(wire.eventID);
    this.raw = wire;
    this.#plan = plan;
    this.#parts = parts;
    this.#schema = plan.item;
  }

  get keys(): Attributes {
    return (this.#keys ??= this.#read('Keys') as Attributes);
  }

  get newImage(): unknown {
    return (this.#newImage ??= this.#read('NewImage'));
  }

  get oldImage(): unknown {
    return (this.#oldImage ??= this.#read('OldImage'));
  }

  get createdAt(): Date | undefined {
    return this.#within('ApproximateCreationDateTime', readCreationTime);
  }

  get expiredByTtl(): boolean {
    // Lambda writes these names in lower case, the Streams API and its SDK with capitals.
    const { type, Type = type, principalId, PrincipalId = principalId } = Object(this.raw.userIdentity) as Attributes;
    return this.eventName === 'REMOVE' && Type === 'Service' && PrincipalId === ttlPrincipal;
  }

  get replicated(): boolean | undefined {
    const image = this.#change.NewImage ?? this.#change.OldImage;
    const attribute: { readonly S?: unknown } | undefined =
      image?.[this.#plan.regionAttribute ?? 'aws:rep:updateregion'];
    const { awsRegion } = this.raw;
    return attribute?.S && awsRegion ? attribute.S !== awsRegion : undefined;
  }

  /** The record as it came: what `JSON.stringify` and loggers get. */
  toJSON(): WireRecord {
    return this.raw;
  }

  /** Finds out which entity the record is of; false when the definition says to skip it. */
  identify(): boolean {
    const { item, schemas, unknownEntity } = this.#plan;
    if (item !== undefined) return true;
    const { NewImage, OldImage } = this.#change;
    const name = NewImage ? 'NewImage' : OldImage ? 'OldImage' : 'Keys';
    return this.#within(name, () => {
      const entity = this.#entityOf(name);
      this.#schema = schemas.get(entity);
      if (this.#schema !== undefined) this.entity = entity as string;
      // In a record without images the attribute may be out of sight, which is nobody's fault.
      else if (name !== 'Keys' || entity !== undefined) {
        if (unknownEntity === 'skip') return false;
        if (unknownEntity !== 'undecoded') fault('unknown-entity', `one of ${[...schemas.keys()].join()}`, entity);
      }
      return true;
    });
  }

  #entityOf(name: ImageName): unknown {
    const { discriminator } = this.#plan;
    if (typeof discriminator !== 'function') {
      // Looked up as it stands in the marshalled image, so that dispatching costs next to nothing.
      const image = this.#change[name] as Readonly<Record<string, { readonly S?: unknown }>>;
      return image[discriminator as string]?.S;
    }
    const attributes = this.#unmarshall(name);
    this.#shown = { name, attributes };
    try {
      return discriminator(attributes);
    } catch (cause) {
      return failed('unknown-entity', 'the discriminator', cause);
    }
  }

  #read(name: ImageName): unknown {
    if (!this.#parts.includes(name)) return undefined;
    try {
      const attributes = this.#unmarshall(name);
      if (name === 'Keys') {
        for (const key of this.#plan.keys) {
          if (!Object.hasOwn(attributes, key)) fault('missing', `the key attribute ${key}`, undefined);
        }
        return attributes;
      }
      if (this.entity !== undefined && name === 'OldImage') {
        const old = this.#entityOf(name);
        if (old !== this.entity) fault('entity-changed', `the entity ${this.entity} of the new image`, old);
      }
      return this.#schema === undefined ? attributes : validate(this.#schema, attributes);
    } catch (error) {
      throw decodeError(located(error, 'dynamodb', name), this.raw);
    }
  }

  #unmarshall(name: ImageName): Attributes {
    return this.#shown?.name === name
      ? this.#shown.attributes
      : unmarshallImage(this.#change[name] as object, this.#plan.toNumber);
  }

  #within<Result>(name: keyof WireChange, read: (value: unknown) => Result): Result {
    try {
      return read(this.#change[name]);
    } catch (error) {
      throw decodeError(located(error, 'dynamodb', name), this.raw);
    }
  }
}
