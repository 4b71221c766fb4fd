import { canonicalValue } from './canonicalValue.ts';
import type { WireImage, WireRecord } from './wireRecord.ts';

/** The attributes in which two images differ. Nothing is compared before it is asked for, and each only once. */
export interface ChangedAttributes<Name> extends Iterable<Name> {
  /** Whether this attribute was added, removed or changed, at any depth. */
  has(name: Name): boolean;
}

/** A record that has every image its event can have. */
export type FullRecord<Item> = { readonly raw: WireRecord } & (
  | { readonly eventName: 'INSERT'; readonly newImage: Item }
  | { readonly eventName: 'MODIFY'; readonly newImage: Item; readonly oldImage: Item }
  | { readonly eventName: 'REMOVE'; readonly oldImage: Item }
);

/**
 * What a change changed: for a MODIFY the attributes whose values differ (maps and lists deeply, sets and binary by
 * value, numbers as numbers), for an INSERT or a REMOVE all of them. Looks at the images as they came, so it neither
 * unmarshals nor validates, and sees also what a schema strips.
 *
 * @example
 * if (record.eventName === 'MODIFY' && changedAttributes(record).has('status')) await notify(record.newImage);
 */
export function changedAttributes<Item>(record: FullRecord<Item>): ChangedAttributes<AttributeName<Item>> {
  const { NewImage, OldImage } = record.raw.dynamodb ?? {};
  const answers = new Map<string, boolean>();
  const has = (name: string): boolean => {
    const answer = answers.get(name) ?? canonicalOf(NewImage, name) !== canonicalOf(OldImage, name);
    answers.set(name, answer);
    return answer;
  };
  return {
    has,
    *[Symbol.iterator]() {
      for (const name of Object.keys({ ...OldImage, ...NewImage })) if (has(name)) yield name as AttributeName<Item>;
    },
  };
}

/** The names of the attributes of an item, also of each kind in a union. */
export type AttributeName<Item> = Item extends unknown ? keyof Item & string : never;

// Some write null for an image that a record does not have.
function canonicalOf(image: WireImage | null | undefined, name: string): string | undefined {
  return image && Object.hasOwn(image, name) ? canonicalValue(image[name]) : undefined;
}
