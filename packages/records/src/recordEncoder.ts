import { EncodeError } from './encodeError.ts';
import { itemSize } from './itemSize.ts';
import { keyOf } from './itemKey.ts';
import { marshallImage } from './marshallImage.ts';
import type { DecodePlan } from './decodedRecord.ts';
import type { EventName } from './streamRecord.ts';
import type { LambdaRecord } from './wireRecord.ts';

/** What an encoded record should say instead of the plausible default. */
export interface EncodeOptions {
  /** Default: the next of a series that grows with every record of the stream definition. */
  readonly sequenceNumber?: string;
  /** Default: the sequence number, made as long as the 32 hexadecimal digits AWS sends. */
  readonly eventId?: string;
  /** A Date or ISO 8601 text, cut to whole seconds as on AWS (S10). Default: 2026-01-01T00:00:00Z for every record. */
  readonly createdAt?: Date | string;
  /** Marks a removal as one by Time to Live. */
  readonly expiredByTtl?: boolean;
  /** Default: a stream of a table "Items" in us-east-1. The record's region is read from it. */
  readonly eventSourceARN?: string;
}

const aStream = 'arn:aws:dynamodb:us-east-1:123456789012:table/Items/stream/2026-01-01T00:00:00.000';
const aDay = '2026-01-01T00:00:00Z';
const aSequenceNumber = 100_000_000_000_000_000_000n;

/** Makes the encoder of one stream. Nothing in it is random: the same calls give the same records. */
export function recordEncoder(
  plan: DecodePlan,
): (
  eventName: EventName,
  oldItem: object | undefined,
  newItem: object | undefined,
  options?: EncodeOptions,
) => LambdaRecord {
  let made = 0n;
  return (eventName, oldItem, newItem, options = {}) => {
    const oldImage = oldItem && marshallImage(oldItem);
    const newImage = newItem && marshallImage(newItem);
    const keys = keysOf(plan, newImage ?? oldImage ?? {});
    if (oldImage && newImage && keyOf(keysOf(plan, oldImage)) !== keyOf(keys)) {
      throw new EncodeError(plan.keys, `the key ${keyOf(keys)} of the new item`, keyOf(keysOf(plan, oldImage)));
    }
    const images = {
      ...(newImage && plan.hasNewImage && { NewImage: newImage }),
      ...(oldImage && plan.hasOldImage && { OldImage: oldImage }),
    };
    made += 1n;
    const sequenceNumber = options.sequenceNumber ?? String(aSequenceNumber + made);
    const eventSourceARN = options.eventSourceARN ?? aStream;
    return {
      eventID: options.eventId ?? sequenceNumber.padStart(32, '0').slice(-32),
      eventName,
      eventVersion: '1.1',
      eventSource: 'aws:dynamodb',
      awsRegion: eventSourceARN.split(':')[3] ?? '',
      dynamodb: {
        ApproximateCreationDateTime: Math.floor(new Date(options.createdAt ?? aDay).getTime() / 1000),
        Keys: keys,
        ...images,
        SequenceNumber: sequenceNumber,
        SizeBytes: itemSize(keys) + itemSize(images.NewImage) + itemSize(images.OldImage),
        StreamViewType: plan.view,
      },
      ...(options.expiredByTtl === true && {
        userIdentity: { type: 'Service', principalId: 'dynamodb.amazonaws.com' },
      }),
      eventSourceARN,
    };
  };
}

type Image = ReturnType<typeof marshallImage>;

function keysOf(plan: DecodePlan, image: Image): Image {
  const keys: Image = {};
  for (const name of plan.keys) {
    const value = Object.hasOwn(image, name) ? image[name] : undefined;
    if (value === undefined) throw new EncodeError([name], 'a key attribute', undefined);
    keys[name] = value;
  }
  return keys;
}
