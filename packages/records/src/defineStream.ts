import { decodeRecord } from './decodeRecord.ts';
import type { DecodePlan, Part } from './decodedRecord.ts';
import { type EncodeOptions, recordEncoder } from './recordEncoder.ts';
import { compileNumbers } from './compileNumbers.ts';
import type { InputOf, StandardSchema } from './standardSchema.ts';
import { StreamDefinitionError } from './streamDefinitionError.ts';
import type {
  EntitySchemas,
  EntityStream,
  EntityStreamOptions,
  ItemStream,
  ItemStreamOptions,
  KeyName,
  SharedKeyName,
  StreamOptions,
  UnknownEntity,
} from './streamDefinition.ts';
import type { LambdaRecord, StreamViewType, WireRecord } from './wireRecord.ts';

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
export function defineStream(options: AnyStreamOptions): object {
  const plan = compile(options);
  const encode = recordEncoder(plan);
  return {
    view: plan.view,
    keys: plan.keys,
    decode: (wire: WireRecord) => decodeRecord(plan, wire),
    insert: (item: object, about?: EncodeOptions): LambdaRecord => encode('INSERT', about, item),
    modify: (oldItem: object, newItem: object, about?: EncodeOptions): LambdaRecord =>
      encode('MODIFY', about, newItem, oldItem),
    remove: (oldItem: object, about?: EncodeOptions): LambdaRecord => encode('REMOVE', about, undefined, oldItem),
  };
}

interface AnyStreamOptions extends StreamOptions<StreamViewType> {
  readonly item?: StandardSchema;
  readonly keys: readonly string[];
  readonly entities?: EntitySchemas;
  readonly discriminator?: string | ((attributes: Readonly<Record<string, unknown>>) => string | undefined);
  readonly unknownEntity?: UnknownEntity;
}

const views: readonly string[] = ['KEYS_ONLY', 'NEW_IMAGE', 'OLD_IMAGE', 'NEW_AND_OLD_IMAGES'];

function compile(options: AnyStreamOptions): DecodePlan {
  const { item, entities = {}, discriminator, view = 'NEW_AND_OLD_IMAGES' } = options;
  const keys = [...options.keys];
  const schemas = new Map(Object.entries(entities));
  if (!views.includes(view)) wrong('view', `"${view}" is none of ${views.join(', ')}.`);
  if (keys.length < 1 || keys.length > 2) wrong('keys', 'name the partition key, and the sort key if there is one.');
  if (item === undefined && discriminator === undefined) wrong('item', 'give it, or entities and a discriminator.');
  for (const schema of item === undefined ? schemas.values() : [item]) {
    if (typeof schema['~standard']?.validate !== 'function') wrong('item', 'give a Standard Schema or type<T>().');
  }
  const newImage: Part[] = view.startsWith('NEW') ? ['NewImage'] : [];
  const oldImage: Part[] = view.includes('OLD') ? ['OldImage'] : [];
  const always: Part[] = ['SequenceNumber', 'Keys'];
  const parts = new Map<unknown, Part[]>([
    ['INSERT', [...always, ...newImage]],
    ['MODIFY', [...always, ...newImage, ...oldImage]],
    ['REMOVE', [...always, ...oldImage]],
  ]);
  return { ...options, view, parts, keys, schemas, toNumber: compileNumbers(options.numbers) };
}

function wrong(option: string, problem: string): never {
  throw new StreamDefinitionError(option, problem);
}
