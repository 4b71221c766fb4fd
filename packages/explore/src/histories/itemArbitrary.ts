import { isObject, reasonOf } from '@millrace/simulator';
import type { StandardSchema } from '@millrace/records';
import { type Arbitrary, integer, nat, oneof, option, record } from 'fast-check';
import { anyAttribute } from './attributeValues.ts';
import { exampleArbitrary } from './exampleArbitrary.ts';
import { HistoryError } from './historyError.ts';
import type { Item } from './item.ts';
import { type JsonSchema, jsonSchemaOf } from './jsonSchemaOf.ts';
import type { RecordMaker } from './recordMaker.ts';
import { schemaArbitrary } from './schemaArbitrary.ts';

/** Where the items of a kind come from. */
export interface ItemSource {
  /** `entities.order`, or `item`: for messages. */
  readonly name: string;
  readonly schema: StandardSchema | undefined;
  readonly arbitrary: Arbitrary<Item> | undefined;
  readonly examples: readonly Item[] | undefined;
  readonly extraAttributes: boolean;
  readonly maximumItemBytes: number;
}

/**
 * The items of one kind: by the arbitrary that was given, else like the examples, else by the JSON Schema that the
 * schema says of itself. What the schema then refuses is not drawn.
 */
export function itemArbitrary(source: ItemSource, stream: RecordMaker): Arbitrary<Item> {
  const { keys } = stream;
  const { schema, arbitrary, examples } = source;
  if (arbitrary !== undefined) return arbitrary;
  if (examples !== undefined) return valid(exampleArbitrary(examples, keys), source, stream);
  const described = schema && jsonSchemaOf(schema);
  if (described === undefined) throw unknownItems(source);
  const drawn = schemaArbitrary(described).filter(isItem);
  const mayHaveMore = described.additionalProperties !== false && source.extraAttributes;
  return valid(withExtras(drawn, { described, keys, mayHaveMore, most: source.maximumItemBytes }), source, stream);
}

/** Only what the stream holds and gives back: what its schema takes once it was in DynamoDB. */
function valid(items: Arbitrary<Item>, { name }: ItemSource, stream: RecordMaker): Arbitrary<Item> {
  let refused = 0;
  let reason: unknown;
  return items.filter((item) => {
    try {
      readBack(item, stream);
      refused = 0;
      return true;
    } catch (error) {
      reason = error;
      refused++;
    }
    if (refused < patience) return false;
    throw new HistoryError(
      'NoValidItem',
      `The stream refused ${refused} items in a row that were made from what the schema of ${name} says of itself. ` +
        `Pass \`examples\`, or \`item\`, an arbitrary of valid items. The last: ${reasonOf(reason)}`,
    );
  });
}

const patience = 5000;

function readBack(item: Item, { insert, remove, decode }: RecordMaker): void {
  const about = { sequenceNumber: '1' };
  for (const wire of [insert(item, about), remove(item, about)]) {
    const record = decode(wire);
    if (record === undefined) continue;
    // Images are read, and checked, when they are asked for.
    void Reflect.get(record, 'newImage');
    void Reflect.get(record, 'oldImage');
  }
}

interface Extras {
  readonly described: JsonSchema;
  readonly keys: readonly string[];
  readonly mayHaveMore: boolean;
  readonly most: number;
}

/** Rarely an attribute that the schema does not name, and rarely an item of up to the largest size. */
function withExtras(items: Arbitrary<Item>, { described, keys, mayHaveMore, most }: Extras): Arbitrary<Item> {
  const padded = paddedAttribute(described, keys) ?? (mayHaveMore ? 'padding' : undefined);
  const extra = mayHaveMore ? option(anyAttribute(), { freq: 6, nil: undefined }) : nat(0).map(() => undefined);
  const padding =
    padded === undefined || most < 1
      ? nat(0)
      : oneof({ weight: 400, arbitrary: nat(0) }, { weight: 1, arbitrary: integer({ min: 0, max: most }) });
  return record({ item: items, extra, padding }).map(({ item, extra: more, padding: bytes }) => ({
    ...item,
    ...(more !== undefined && !('extra' in item) && { extra: more }),
    ...(padded !== undefined && bytes > 0 && { [padded]: 'x'.repeat(bytes) }),
  }));
}

/** A text that may be as long as it likes. */
function paddedAttribute({ properties = {} }: JsonSchema, keys: readonly string[]): string | undefined {
  return Object.keys(properties).find((name) => {
    const property = properties[name];
    if (keys.includes(name) || typeof property !== 'object' || property.type !== 'string') return false;
    const { maxLength, pattern, format, enum: values } = property;
    return [maxLength, pattern, format, values].every((limit) => limit === undefined) && !('const' in property);
  });
}

function isItem(value: unknown): value is Item {
  return isObject(value);
}

function unknownItems({ name, schema }: ItemSource): HistoryError {
  const why =
    schema === undefined
      ? 'The stream does not say what its items look like'
      : `The schema of ${name} (${schema['~standard'].vendor}) does not describe itself by Standard JSON Schema`;
  return new HistoryError(
    'ItemsUnknown',
    `${why}, so nothing says how to make items. Pass \`examples\`, a list of some, or \`item\`, an arbitrary of them.`,
  );
}
