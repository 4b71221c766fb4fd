import type { EncodeOptions } from '../definition/encodeOptions.ts';
import { EncodeError } from './encodeError.ts';
import { itemSize, sum } from './itemSize.ts';
import { marshallImage } from './marshallImage.ts';
import { nextSequenceNumber } from './nextSequenceNumber.ts';
import { creationDate } from '../wire/creationDate.ts';
import { isSequenceNumber } from '../wire/sequenceNumber.ts';
import type { EventName } from '../definition/streamRecord.ts';
import { ttlPrincipal } from '../wire/ttlPrincipal.ts';
import { isObject } from '../words/isObject.ts';
import type { LambdaRecord, StreamViewType } from '../wire/wireRecord.ts';

const aStream = 'arn:aws:dynamodb:us-east-1:123456789012:table/Items/stream/2026-01-01T00:00:00.000';
const aDay = '2026-01-01T00:00:00Z';

/** Makes the encoder of one stream. Nothing in it is random: the same calls in a test give the same records. */
export function recordEncoder(
  view: StreamViewType,
  keyNames: readonly string[],
): (eventName: EventName, options: EncodeOptions | undefined, newItem?: object, oldItem?: object) => LambdaRecord {
  const keysOf = (image: Image): Image =>
    Object.fromEntries(
      keyNames.map((name) => {
        const value = Object.hasOwn(image, name) ? image[name] : undefined;
        if (value === undefined) throw new EncodeError([name], 'a key attribute', undefined);
        return [name, value];
      }),
    );
  return (eventName, options = {}, newItem, oldItem) => {
    checkOptions(options);
    const newImage = newItem && marshallImage(newItem);
    const oldImage = oldItem && marshallImage(oldItem);
    const Keys = keysOf(newImage ?? oldImage ?? {});
    const keys = JSON.stringify(Keys);
    const oldKeys = JSON.stringify(keysOf(oldImage ?? Keys));
    if (keys !== oldKeys) throw new EncodeError(keyNames, `the key ${keys} of the new item`, oldKeys);
    const images = {
      Keys,
      ...(newImage && view.startsWith('NEW') && { NewImage: newImage }),
      ...(oldImage && view.includes('OLD') && { OldImage: oldImage }),
    };
    const { sequenceNumber = nextSequenceNumber(), eventSourceARN = aStream } = options;
    return {
      eventID: options.eventId ?? sequenceNumber.padStart(32, '0').slice(-32),
      eventName,
      eventVersion: '1.1',
      eventSource: 'aws:dynamodb',
      awsRegion: eventSourceARN.split(':')[3] ?? '',
      dynamodb: {
        ApproximateCreationDateTime: createdSeconds(options.createdAt ?? aDay),
        ...images,
        SequenceNumber: sequenceNumber,
        SizeBytes: sum(Object.values(images), itemSize),
        StreamViewType: view,
      },
      ...(options.expiredByTtl === true && { userIdentity: { type: 'Service', principalId: ttlPrincipal } }),
      eventSourceARN,
    };
  };
}

const optionNames = ['sequenceNumber', 'eventId', 'createdAt', 'expiredByTtl', 'eventSourceARN'];

function checkOptions(options: EncodeOptions): void {
  if (!isObject(options)) throw new EncodeError(['options'], 'an object', options);
  const { sequenceNumber } = options;
  const unknown = Object.keys(options).find((name) => !optionNames.includes(name));
  if (unknown !== undefined) throw new EncodeError(['options'], `only ${optionNames.join()}`, unknown);
  if (sequenceNumber !== undefined && !isSequenceNumber(sequenceNumber)) {
    throw new EncodeError(['options', 'sequenceNumber'], 'a string of 1 to 40 digits', sequenceNumber);
  }
}

function createdSeconds(createdAt: Date | string): number {
  const date = creationDate(createdAt);
  if (Number.isNaN(Number(date)))
    throw new EncodeError(['options', 'createdAt'], 'a Date or the text of one', createdAt);
  return Math.floor(Number(date) / 1000);
}

type Image = ReturnType<typeof marshallImage>;
