import { readCreationTime } from './readCreationTime.ts';
import { type EntityPlan, entityName } from './entityPlan.ts';
import { decodeError, fault } from './fault.ts';
import type { StandardSchema } from './standardSchema.ts';
import type { EventName, StreamRecord } from './streamRecord.ts';
import { type ToNumber, unmarshallImage } from './unmarshallImage.ts';
import { validate } from './validate.ts';
import type { StreamViewType, WireChange, WireRecord } from './wireRecord.ts';

type ImageName = 'Keys' | 'NewImage' | 'OldImage';
type Attributes = Readonly<Record<string, unknown>>;

/** A stream definition made ready to decode with: nothing optional, nothing left to look up. */
export interface DecodePlan {
  readonly view: StreamViewType;
  readonly hasNewImage: boolean;
  readonly hasOldImage: boolean;
  readonly keys: readonly string[];
  readonly toNumber: ToNumber;
  readonly eager: boolean;
  readonly regionAttribute: string;
  /** The schema of every item; `undefined` when there are entities. */
  readonly item: StandardSchema | undefined;
  readonly entities: EntityPlan | undefined;
}

/**
 * A decoded record. Images, keys and times are worked out when they are first read; they are getters of the
 * prototype, so a copy made with `{...record}` does not have them.
 */
export class DecodedRecord implements StreamRecord {
  readonly eventName: EventName;
  readonly sequenceNumber: string;
  readonly eventId: string | undefined;
  readonly raw: WireRecord;
  entity: string | undefined;
  readonly #plan: DecodePlan;
  readonly #change: WireChange;
  #schema: StandardSchema | undefined;
  #keys: Attributes | undefined;
  #newImage: unknown;
  #oldImage: unknown;
  /** The image a discriminator function was shown, kept so that it is not unmarshalled again. */
  #shown: object | undefined;
  #attributes: Attributes | undefined;

  constructor(plan: DecodePlan, wire: WireRecord, change: WireChange) {
    this.eventName = wire.eventName as EventName;
    this.sequenceNumber = change.SequenceNumber as string;
    this.eventId = typeof wire.eventID === 'string' ? wire.eventID : undefined;
    this.raw = wire;
    this.entity = undefined;
    this.#plan = plan;
    this.#change = change;
    this.#schema = plan.item;
  }

  get keys(): Attributes {
    return (this.#keys ??= this.#read('Keys') as Attributes);
  }

  get newImage(): unknown {
    if (this.eventName === 'REMOVE' || !this.#plan.hasNewImage) return undefined;
    return (this.#newImage ??= this.#read('NewImage'));
  }

  get oldImage(): unknown {
    if (this.eventName === 'INSERT' || !this.#plan.hasOldImage) return undefined;
    return (this.#oldImage ??= this.#read('OldImage'));
  }

  get createdAt(): Date | undefined {
    try {
      return readCreationTime(this.#change.ApproximateCreationDateTime);
    } catch (error) {
      throw decodeError(error, this.raw, 'dynamodb', 'ApproximateCreationDateTime');
    }
  }

  get expiredByTtl(): boolean {
    // Lambda writes these names in lower case, the Streams API and its SDK with capitals.
    const user = Object(this.raw.userIdentity) as Attributes;
    return (
      this.eventName === 'REMOVE' &&
      (user['type'] ?? user['Type']) === 'Service' &&
      (user['principalId'] ?? user['PrincipalId']) === 'dynamodb.amazonaws.com'
    );
  }

  get replicated(): boolean | undefined {
    const image = this.#change.NewImage ?? this.#change.OldImage;
    const attribute: { readonly S?: unknown } | undefined = image?.[this.#plan.regionAttribute];
    const { awsRegion } = this.raw;
    return attribute?.S === undefined || awsRegion === undefined ? undefined : attribute.S !== awsRegion;
  }

  /** The record as it came: what `JSON.stringify` and loggers get. */
  toJSON(): WireRecord {
    return this.raw;
  }

  /** Finds out which entity the record is of; false when the definition says to skip it. */
  identify(plan: EntityPlan): boolean {
    const { NewImage, OldImage } = this.#change;
    const name = NewImage ? 'NewImage' : OldImage ? 'OldImage' : 'Keys';
    try {
      const entity = this.#entityOf(plan, name);
      this.#schema = plan.schemas.get(entity);
      if (this.#schema !== undefined) this.entity = entity as string;
      // In a record without images the attribute may be out of sight, which is nobody's fault.
      else if (name !== 'Keys' || entity !== undefined) {
        if (plan.unknownEntity === 'fail') fault('unknown-entity', `one of ${[...plan.schemas.keys()].join()}`, entity);
        return plan.unknownEntity !== 'skip';
      }
    } catch (error) {
      throw decodeError(error, this.raw, 'dynamodb', name);
    }
    return true;
  }

  #entityOf(plan: EntityPlan, name: ImageName): unknown {
    const image = this.#change[name] as object;
    return entityName(plan, image, () => {
      this.#attributes = this.#unmarshall(name);
      this.#shown = image;
      return this.#attributes;
    });
  }

  #read(name: ImageName): unknown {
    const { entities, keys } = this.#plan;
    try {
      const attributes = this.#unmarshall(name);
      if (name === 'Keys') {
        for (const key of keys)
          if (!Object.hasOwn(attributes, key)) fault('missing', `the key attribute ${key}`, undefined);
        return attributes;
      }
      if (this.entity !== undefined && entities !== undefined && name === 'OldImage') {
        const old = this.#entityOf(entities, name);
        if (old !== this.entity) fault('entity-changed', `the entity ${this.entity} of the new image`, old);
      }
      return this.#schema === undefined ? attributes : validate(this.#schema, attributes);
    } catch (error) {
      throw decodeError(error, this.raw, 'dynamodb', name);
    }
  }

  #unmarshall(name: ImageName): Attributes {
    const image = this.#change[name] as object;
    return image === this.#shown && this.#attributes !== undefined
      ? this.#attributes
      : unmarshallImage(image, this.#plan.toNumber);
  }
}
