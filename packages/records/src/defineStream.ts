import { compileDecoder, type DecoderOptions } from './decoding/compileDecoder.ts';
import type { EncodeOptions } from './definition/encodeOptions.ts';
import type { InputOf, StandardSchema } from './definition/standardSchema.ts';
import type {
  EntitySchemas,
  EntityStream,
  EntityStreamOptions,
  ItemStream,
  ItemStreamOptions,
  KeyName,
  SharedKeyName,
  UnknownEntity,
} from './definition/streamDefinition.ts';
import { streamEncoder } from './encoding/streamEncoder.ts';
import { StreamDefinitionError } from './definition/streamDefinitionError.ts';
import type { StreamViewType } from './wire/wireRecord.ts';
import { describeValue } from './words/describeValue.ts';

/**
 * Says what the records of a stream look like. Everything is checked and compiled here, once; `decode` then only runs it.
 *
 * @example
 * const Order = z.object({ orderId: z.string(), total: z.number() });
 * const orders = defineStream({ item: Order, keys: ['orderId'], view: 'NEW_AND_OLD_IMAGES' });
 * const record = orders.decode(orders.insert({ orderId: 'o-1', total: 12.5 }));
 * if (record.eventName === 'INSERT') record.newImage.total; // 12.5
 *
 * @example
 * const shop = defineStream({
 *   entities: { order: Order, customer: Customer }, // each has an attribute `type` that holds its name
 *   discriminator: 'type',
 *   keys: ['pk', 'sk'],
 * });
 */
export function defineStream<
  const S extends StandardSchema,
  const K extends KeyName<InputOf<S>>,
  const View extends StreamViewType = 'NEW_AND_OLD_IMAGES',
>(options: ItemStreamOptions<S, K, View>): ItemStream<S, K, View>;
export function defineStream<
  const E extends EntitySchemas,
  const K extends SharedKeyName<E>,
  const View extends StreamViewType = 'NEW_AND_OLD_IMAGES',
  const Unknown extends UnknownEntity = 'fail',
>(options: EntityStreamOptions<E, K, View, Unknown>): EntityStream<E, K, View, Unknown>;
export function defineStream(options: Partial<DecoderOptions>): object {
  if (!options) wrong('options', 'none.');
  const { view = 'NEW_AND_OLD_IMAGES', item, entities, discriminator, unknownEntity = 'fail' } = options;
  for (const name of Object.keys(options))
    if (!optionNames.includes(name)) wrong(name, `is no option. There are ${optionNames.join(', ')}.`);
  oneOf(views, 'view', view);
  oneOf(unknownEntities, 'unknownEntity', unknownEntity);
  const keys = Array.isArray(options.keys) ? [...options.keys] : [];
  if (keys.length < 1 || keys.length > 2)
    wrong('keys', "list the partition key and, if there is one, the sort key: ['pk', 'sk'].");
  if (!item === !entities) wrong('item', 'give either it or entities.');
  if (!item === !discriminator) wrong('discriminator', 'it belongs to entities, and they need it.');
  const encode = streamEncoder(view, keys);
  return {
    view,
    keys,
    schemas: { item, entities, discriminator },
    decode: compileDecoder({ ...options, view, keys }),
    insert: (item: object, about?: EncodeOptions) => encode('INSERT', about, item),
    modify: (oldItem: object, newItem: object, about?: EncodeOptions) => encode('MODIFY', about, newItem, oldItem),
    remove: (oldItem: object, about?: EncodeOptions) => encode('REMOVE', about, undefined, oldItem),
  };
}

const words = (text: string): string[] => text.split(' ');
const optionNames = words('item keys view numbers eager entities discriminator unknownEntity regionAttribute');
const views = words('KEYS_ONLY NEW_IMAGE OLD_IMAGE NEW_AND_OLD_IMAGES');
const unknownEntities = words('fail skip undecoded');

function oneOf(names: readonly string[], option: string, value: string): void {
  if (!names.includes(value)) wrong(option, `${describeValue(value)} is none of ${names.join(', ')}.`);
}

function wrong(option: string, problem: string): never {
  throw new StreamDefinitionError(option, problem);
}
