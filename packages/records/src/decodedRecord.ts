import { readCreationTime } from './createdAt.ts';
import { type EntityPlan, entityName, unknownEntity } from './entityPlan.ts';
import { decoding, Fault, located } from './fault.ts';
import type { StandardSchema } from './standardSchema.ts';
import type { EventName, StreamRecord } from './streamRecord.ts';
import { unmarshallImage } from './unmarshallImage.ts';
import { validate } from './validate.ts';
import type { StreamViewType, WireChange, WireImage, WireRecord } from './wireRecord.ts';

type ImageName = 'Keys' | 'NewImage' | 'OldImage';
type Attributes = Readonly<Record<string, unknown>>;

/** A stream definition made ready to decode with: nothing optional, nothing left to look up. */
export interface DecodePlan {
  readonly view: StreamViewType;
  readonly hasNewImage: boolean;
  readonly hasOldImage: boolean;
  readonly keys: readonly string[];
  readonly toNumber: (text: string) => unknown;
  readonly eager: boolean;
  readonly regionAttribute: string;
  /** The schema of every item; `undefined` when there are entities. */
  readonly item: StandardSchema | undefined;
  readonly entities: EntityPlan | undefined;
}

/**
 * A decoded record. Images, keys and times are worked out when they are first read, and remembered; they are getters
 * of the prototype, so a copy made with `{...record}` does not have them.
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
  /** What a discriminator function was shown, kept so that no image is unmarshalled twice. */
  #seen: { readonly image: WireImage; readonly attributes: Attributes } | undefined;

  constructor(plan: DecodePlan, wire: WireRecord, change: WireChange, eventName: EventName, sequenceNumber: string) {
    this.eventName = eventName;
    this.sequenceNumber = sequenceNumber;
    this.eventId = wire.eventID;
    this.raw = wire;
    this.entity = undefined;
    this.#plan = plan;
    this.#change = change;
    this.#schema = plan.item;
  }

  get keys(): Attributes {
    return (this.#keys ??= decoding(this.raw, () => this.#readKeys()));
  }

  get newImage(): unknown {
    if (this.eventName === 'REMOVE' || !this.#plan.hasNewImage) return undefined;
    return (this.#newImage ??= decoding(this.raw, () => this.#readImage('NewImage')));
  }

  get oldImage(): unknown {
    if (this.eventName === 'INSERT' || !this.#plan.hasOldImage) return undefined;
    return (this.#oldImage ??= decoding(this.raw, () => this.#readImage('OldImage')));
  }

  get createdAt(): Date | undefined {
    return decoding(this.raw, () => {
      try {
        return readCreationTime(this.#change.ApproximateCreationDateTime);
      } catch (error) {
        throw located(error, 'dynamodb', 'ApproximateCreationDateTime');
      }
    });
  }

  get expiredByTtl(): boolean {
    if (this.eventName !== 'REMOVE') return false;
    // Lambda writes the names in lower case, the Streams API and its SDK with capitals.
    const user = this.raw.userIdentity as Readonly<Record<string, unknown>> | null | undefined;
    return (
      (user?.['type'] ?? user?.['Type']) === 'Service' &&
      (user?.['principalId'] ?? user?.['PrincipalId']) === 'dynamodb.amazonaws.com'
    );
  }

  get replicated(): boolean | undefined {
    const image = this.#change.NewImage ?? this.#change.OldImage;
    const attribute: { readonly S?: unknown } | undefined = image?.[this.#plan.regionAttribute];
    const region = attribute?.S;
    if (typeof region !== 'string' || this.raw.awsRegion === undefined) return undefined;
    return region !== this.raw.awsRegion;
  }

  /** Finds out which entity the record is of; false when records of its entity are to be skipped. */
  findEntity(plan: EntityPlan): boolean {
    const image = this.#change.NewImage ?? this.#change.OldImage;
    const name = decoding(this.raw, () => this.#entityOf(plan, image === undefined ? 'Keys' : this.#newestImage()));
    this.#schema = name === undefined ? undefined : plan.schemas.get(name);
    if (this.#schema !== undefined) this.entity = name;
    // Without an image the attribute may simply not be there: then nobody can know, and that is nobody's fault.
    else if (image !== undefined || name !== undefined) {
      if (plan.unknownEntity === 'skip') return false;
      if (plan.unknownEntity === 'fail') decoding(this.raw, () => this.#unknown(plan, name));
    }
    return true;
  }

  /** The record as it came: what `JSON.stringify` and loggers get. */
  toJSON(): WireRecord {
    return this.raw;
  }

  #newestImage(): ImageName {
    return this.#change.NewImage === undefined ? 'OldImage' : 'NewImage';
  }

  #unknown(plan: EntityPlan, name: string | undefined): never {
    throw located(unknownEntity(plan, name), 'dynamodb', this.#newestImage());
  }

  #entityOf(plan: EntityPlan, name: ImageName): string | undefined {
    const image = this.#change[name] as WireImage;
    return entityName(plan, image, () => {
      const attributes = this.#unmarshalled(name);
      this.#seen = { image, attributes };
      return attributes;
    });
  }

  #readKeys(): Attributes {
    const keys = this.#unmarshalled('Keys');
    for (const name of this.#plan.keys) {
      if (!Object.hasOwn(keys, name)) {
        throw located(
          new Fault('missing', 'the key attribute of the stream definition', undefined),
          'dynamodb',
          'Keys',
          name,
        );
      }
    }
    return keys;
  }

  #readImage(name: ImageName): unknown {
    const { entities } = this.#plan;
    if (entities !== undefined && this.entity !== undefined && name === 'OldImage') this.#sameEntity(entities);
    const attributes = this.#unmarshalled(name);
    if (this.#schema === undefined) return attributes;
    try {
      return validate(this.#schema, attributes);
    } catch (error) {
      throw located(error, 'dynamodb', name);
    }
  }

  #sameEntity(plan: EntityPlan): void {
    const old = this.#entityOf(plan, 'OldImage');
    if (old === this.entity) return;
    throw located(
      new Fault('entity-changed', `the entity of the new image, ${this.entity}`, old),
      'dynamodb',
      'OldImage',
    );
  }

  #unmarshalled(name: ImageName): Attributes {
    const image = this.#change[name] as WireImage;
    if (this.#seen?.image === image) return this.#seen.attributes;
    try {
      return unmarshallImage(image, this.#plan.toNumber);
    } catch (error) {
      throw located(error, 'dynamodb', name);
    }
  }
}
