/** Where a list that is watched keeps what its elements ask: not told by anything that lists properties for people. */
const watching = Symbol('millrace.watching');

interface Watched {
  readonly list: readonly unknown[];
  readonly records: readonly unknown[];
  readonly onTouch: (index: number) => void;
}

/**
 * Tells which record is taken out of the list, each time one is. The list stays an array with the same records in it, also
 * for `structuredClone`, `JSON.stringify`, a `Proxy` over it and what changes it.
 */
export function watchRecords(records: readonly unknown[], onTouch: (index: number) => void): void {
  // With one record there is nothing to tell apart. A list is watched once, for the call that it was made for.
  if (records.length < 2 || Object.hasOwn(records, watching) || !Object.isExtensible(records)) return;
  const watched: Watched = { list: records, records: [...records], onTouch };
  // Configurable, or a `Proxy` that wraps all that it is asked for may not answer with anything else.
  Object.defineProperty(records, watching, { value: watched, configurable: true });
  for (let index = 0; index < records.length; index++) Object.defineProperty(records, index, elementAt(index));
}

const elements: PropertyDescriptor[] = [];

/**
 * How an element is read and written: the same functions for all lists. V8 keeps a pair of functions of one property until
 * it collects everything, and with functions of each list all records would stay for as long.
 */
function elementAt(index: number): PropertyDescriptor {
  return (elements[index] ??= {
    get(this: { readonly [watching]: Watched }) {
      const { records, onTouch } = this[watching];
      onTouch(index);
      return records[index];
    },
    set(this: { readonly [watching]: Watched }, value: unknown) {
      Object.defineProperty(this[watching].list, index, {
        value,
        writable: true,
        enumerable: true,
        configurable: true,
      });
    },
    enumerable: true,
    configurable: true,
  });
}
