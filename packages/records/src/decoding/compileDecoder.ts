import { compileNumbers } from './compileNumbers.ts';
import { compileSchema } from './compileSchema.ts';
import type { DecodeReason } from './decodeError.ts';
import { describeValue } from '../words/describeValue.ts';
import { attempt, decodeError, fault, located, textOf } from './fault.ts';
import { imageReader } from './imageReader.ts';
import { isObject } from '../words/isObject.ts';
import { readCreationTime } from './readCreationTime.ts';
import { isSequenceNumber } from '../wire/sequenceNumber.ts';
import type { StandardSchema } from '../definition/standardSchema.ts';
import type { EntitySchemas, StreamOptions, UnknownEntity } from '../definition/streamDefinition.ts';
import type { EventName, StreamRecord } from '../definition/streamRecord.ts';
import { ttlPrincipal } from '../wire/ttlPrincipal.ts';
import type { StreamViewType, WireChange, WireImage, WireRecord } from '../wire/wireRecord.ts';

type Attributes = Readonly<Record<string, unknown>>;
type ImageName = 'Keys' | 'NewImage' | 'OldImage';

/** The images that a record has, by its event and the view type. */
interface Images {
  readonly isNew: boolean;
  readonly isOld: boolean;
}

/** What a decoder is made from: the options of `defineStream`, whichever kind of stream they are for. */
export interface DecoderOptions extends StreamOptions<StreamViewType> {
  readonly view: StreamViewType;
  readonly keys: readonly string[];
  readonly item?: StandardSchema;
  readonly entities?: EntitySchemas;
  readonly discriminator?: string | ((attributes: Attributes) => string | undefined);
  readonly unknownEntity?: UnknownEntity;
}

/**
 * Makes the function that decodes the records of a stream. Everything is looked up and compiled here, once. It answers
 * `undefined` only when the options say to skip records of unknown entities.
 */
export function compileDecoder(options: DecoderOptions): (wire: WireRecord) => StreamRecord | undefined {
  const {
    view,
    keys,
    item,
    entities = {},
    discriminator = '',
    unknownEntity,
    eager,
    numbers,
    regionAttribute = 'aws:rep:updateregion',
  } = options;
  const toNumber = compileNumbers(numbers);
  const readImage = imageReader(toNumber);
  const readKeys = imageReader(toNumber); // A reader is fastest when it meets one shape.
  const validators = new Map<unknown, (attributes: unknown) => unknown>(
    Object.entries(entities).map(([name, schema]) => [name, compileSchema(schema)]),
  );
  const validateItem = item && compileSchema(item);
  const isNew = view.startsWith('NEW');
  const isOld = view.includes('OLD');
  const imagesOf = new Map<unknown, Images>([
    ['INSERT', { isNew, isOld: false }],
    ['MODIFY', { isNew, isOld }],
    ['REMOVE', { isNew: false, isOld }],
  ]);

  /**
   * A decoded record. Images, keys and times are worked out when they are first read; they are getters of the
   * prototype, so a copy made with `{...record}` does not have them.
   */
  class DecodedRecord implements StreamRecord {
    declare readonly eventName: EventName;
    declare readonly sequenceNumber: string;
    declare readonly eventId: string | undefined;
    declare readonly raw: WireRecord;
    entity: string | undefined;
    readonly #change: WireChange;
    readonly #images: Images;
    #validate = validateItem;
    #keys: unknown;
    #newImage: unknown;
    #oldImage: unknown;
    /** The image a discriminator function was shown, kept so that it is not unmarshalled again. */
    #shown: { readonly name: ImageName; readonly attributes: Attributes } | undefined;

    constructor(wire: WireRecord, images: Images) {
      this.eventName = wire.eventName as EventName;
      this.#change = wire.dynamodb as WireChange;
      this.sequenceNumber = this.#change.SequenceNumber as string;
      this.eventId = textOf(wire.eventID);
      this.raw = wire;
      this.#images = images;
    }

    get keys(): Attributes {
      return (this.#keys ??= this.#read('Keys', this.#change.Keys)) as Attributes;
    }

    get newImage(): unknown {
      return this.#images.isNew ? (this.#newImage ??= this.#read('NewImage', this.#change.NewImage)) : undefined;
    }

    get oldImage(): unknown {
      return this.#images.isOld ? (this.#oldImage ??= this.#read('OldImage', this.#change.OldImage)) : undefined;
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
      // The old image names who wrote before, not who made this change.
      const attribute: { readonly S?: unknown } | undefined = this.#change.NewImage?.[regionAttribute];
      const { awsRegion } = this.raw;
      return attribute?.S && awsRegion ? attribute.S !== awsRegion : undefined;
    }

    /** The record as it came: what `JSON.stringify` and loggers get. */
    toJSON(): WireRecord {
      return this.raw;
    }

    /** Finds out which entity the record is of; false when the definition says to skip it. */
    identify(): boolean {
      const { NewImage, OldImage } = this.#change;
      const name = NewImage ? 'NewImage' : OldImage ? 'OldImage' : 'Keys';
      return this.#within(name, () => {
        const entity = this.#entityOf(name);
        this.#validate = validators.get(entity);
        if (this.#validate) this.entity = entity as string;
        // In a record without images the attribute may be out of sight, which is nobody's fault.
        else if (name !== 'Keys' || entity !== undefined) {
          if (unknownEntity === 'skip') return false;
          if (unknownEntity !== 'undecoded') {
            refuseEntity('unknown-entity', `one of ${[...validators.keys()].join()}`, entity);
          }
        }
        return true;
      });
    }

    #entityOf(name: ImageName): unknown {
      const image = this.#change[name];
      if (typeof discriminator !== 'function') {
        // Looked up as it stands in the marshalled image, so that dispatching costs next to nothing.
        return (image as Readonly<Record<string, { readonly S?: unknown }>>)[discriminator]?.S;
      }
      const attributes = this.#unmarshall(name, image);
      this.#shown = { name, attributes };
      return attempt('unknown-entity', 'the discriminator', discriminator, attributes);
    }

    #read(name: ImageName, image: WireImage | undefined): unknown {
      try {
        const attributes = this.#unmarshall(name, image);
        if (name === 'Keys') {
          for (const key of keys) {
            if (!Object.hasOwn(attributes, key))
              fault('missing', `the key attribute ${key}`, Object.keys(attributes).join());
          }
          return attributes;
        }
        if (this.entity !== undefined && name === 'OldImage') {
          const old = this.#entityOf(name);
          if (old !== this.entity) refuseEntity('entity-changed', `the entity ${this.entity} of the new image`, old);
        }
        return this.#validate ? this.#validate(attributes) : attributes;
      } catch (error) {
        return this.#refuse(name, error);
      }
    }

    #unmarshall(name: ImageName, image: WireImage | undefined): Attributes {
      return this.#shown?.name === name
        ? this.#shown.attributes
        : (name === 'Keys' ? readKeys : readImage)(image as WireImage);
    }

    #refuse(name: keyof WireChange, error: unknown): never {
      throw decodeError(located(error, 'dynamodb', name), this.raw);
    }

    #within<Result>(name: keyof WireChange, read: (value: unknown) => Result): Result {
      try {
        return read(this.#change[name]);
      } catch (error) {
        return this.#refuse(name, error);
      }
    }
  }

  function refuseEntity(reason: DecodeReason, expected: string, entity: unknown): never {
    return fault(reason, expected, entity, typeof discriminator === 'string' ? [discriminator] : []);
  }

  // Whatever the types of the definition promise is checked here, on every record: only the images' contents may wait.
  function checkedImages(wire: WireRecord): Images {
    const { eventName, dynamodb: change } = isObject(wire) ? wire : fault('not-a-record', 'a stream record', wire);
    if (!isObject(change)) {
      const expected =
        'Records' in wire
          ? 'a record of this event'
          : 'kinesis' in wire
            ? 'no record of Kinesis'
            : 'the change of a stream record';
      return fault('not-a-record', expected, change, ['dynamodb']);
    }
    const images = imagesOf.get(eventName) ?? fault('event-name', 'INSERT, MODIFY or REMOVE', eventName, ['eventName']);
    const { SequenceNumber, Keys, NewImage, OldImage } = change;
    if (!isSequenceNumber(SequenceNumber)) refuse(change, 'SequenceNumber');
    if (!isObject(Keys)) refuse(change, 'Keys');
    if (images.isNew && !isObject(NewImage)) refuse(change, 'NewImage');
    if (images.isOld && !isObject(OldImage)) refuse(change, 'OldImage');
    return images;
  }

  function refuse(change: Attributes, name: string): never {
    const value = change[name];
    const camelCase = (name[0] as string).toLowerCase() + name.slice(1);
    if (camelCase in change) fault('camel-case', name, camelCase, ['dynamodb']);
    const path = ['dynamodb', name];
    if (name === 'SequenceNumber') fault('sequence-number', 'a string of 1 to 40 digits', value, path);
    const says = describeValue(change.StreamViewType);
    return fault('missing', `the attributes that a ${view} stream has (the record says ${says})`, value, path);
  }

  return (wire) => {
    let images: Images;
    try {
      images = checkedImages(wire);
    } catch (error) {
      throw decodeError(error, wire);
    }
    const record = new DecodedRecord(wire, images);
    if (!validateItem && !record.identify()) return undefined;
    if (eager) void [record.keys, record.newImage, record.oldImage, record.createdAt];
    return record;
  };
}
