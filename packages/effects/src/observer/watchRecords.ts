/** The lists that are watched already: a list is watched once, for the call that it was made for. */
const watched = new WeakSet<object>();

/**
 * Tells which record is taken out of the list, each time one is. The list stays an array with the same records in it, also
 * for `structuredClone`, `JSON.stringify` and what changes it.
 */
export function watchRecords(records: readonly unknown[], onTouch: (index: number) => void): void {
  // With one record there is nothing to tell apart.
  if (records.length < 2 || watched.has(records) || Object.isFrozen(records)) return;
  watched.add(records);
  for (let index = 0; index < records.length; index++) {
    const record = records[index];
    Object.defineProperty(records, index, {
      get: () => {
        onTouch(index);
        return record;
      },
      set: (value: unknown) => {
        Object.defineProperty(records, index, { value, writable: true, enumerable: true, configurable: true });
      },
      enumerable: true,
      configurable: true,
    });
  }
}
