/** Lists end to end, each of them once: the same list of sequence numbers is in all that happens to a batch. */
export class PackedLists<Value extends string | number> {
  #known: Map<readonly Value[], number> | undefined = new Map();
  #values: readonly Value[] | Float64Array = [];
  /** Where each list ends. */
  #ends: readonly number[] | Int32Array = [];

  /** The number by which a list is found again. */
  add(list: readonly Value[]): number {
    const known = this.#known as Map<readonly Value[], number>;
    const number = known.get(list) ?? known.size;
    if (number === known.size) known.set(list, number);
    return number;
  }

  /** Packs what was added; nothing can be added after it. */
  close(): void {
    const lists = [...(this.#known as Map<readonly Value[], number>).keys()];
    this.#known = undefined;
    const values: Value[] = [];
    for (const list of lists) for (const value of list) values.push(value);
    let end = 0;
    this.#ends = Int32Array.from(lists, (list) => (end += list.length));
    this.#values = typeof values[0] === 'number' ? Float64Array.from(values, Number) : values;
  }

  /** The lists by their numbers, made anew. */
  unpacked(): readonly (readonly Value[])[] {
    let start = 0;
    return Array.from(this.#ends, (end) => {
      const list = Array.from(this.#values.slice(start, end) as ArrayLike<Value>);
      start = end;
      return list;
    });
  }
}
