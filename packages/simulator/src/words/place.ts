/** Stands for what only JSON can copy. */
export const notPlain = Symbol('not plain');

/** What a copy that is under way has come to so far, at most; one for all, for speed. */
export const tally = { characters: 0 };

/** Copies a part of a value; `undefined` for what JSON leaves out. */
export type CopyPart = (part: unknown, depth: number, place: Place) => unknown;

/** Copies an object of one list of names; `undefined` where JSON leaves something of it out. */
type CopyShape = (source: object, depth: number) => unknown;

interface Shape {
  readonly names: readonly string[];
  readonly copy: CopyShape;
}

/** So often in a row the names must be the same before code is made for them. */
const enoughRepeats = 4;
/** What changes more often than this has no shape that is worth code. */
const mostMisses = 100;
const mostShapes = 4;
const mostNames = 64;
/** Of all places together: whoever makes up names to that end does not fill the memory. */
const mostOfAll = 1000;

/**
 * A place within the values that are copied one after the other, such as the new image of a record. What stands there has
 * mostly the same names as what stood there before: code that is made for these names copies it faster than a loop does
 * (decision 11).
 */
export class Place {
  #shapes: Shape[] = [];
  #candidate: readonly string[] = [];
  #repeats = 0;
  #misses = 0;
  #elements: Place | undefined;

  /** The place of all elements of a list that stands here. */
  get elements(): Place {
    return (this.#elements ??= new Place());
  }

  /** The copy of an object, if its names are known here and JSON has all that it holds. */
  copy(source: object, depth: number): unknown {
    for (const { names, copy } of this.#shapes) if (hasNames(source, names)) return copy(source, depth);
    return undefined;
  }

  /** Takes notice of an object that was copied by a loop. */
  learn(source: object, part: CopyPart): void {
    if (this.#misses > mostMisses || this.#shapes.length >= mostShapes) return;
    // Of a shape that is known, with something that JSON leaves out.
    if (this.#shapes.some(({ names }) => hasNames(source, names))) return;
    if (!hasNames(source, this.#candidate)) {
      this.#candidate = Object.keys(source);
      this.#repeats = 0;
      this.#misses++;
    } else if (++this.#repeats >= enoughRepeats) {
      const copy = madeCopy(this.#candidate, part);
      if (copy === undefined) this.#misses = Infinity;
      else this.#shapes.push({ names: this.#candidate, copy });
    }
  }
}

/** Whether these are the names of an object, in this order. */
function hasNames(source: object, names: readonly string[]): boolean {
  let at = 0;
  for (const name in source) if (name !== names[at++]) return false;
  return at === names.length;
}

type MakeCopy = (part: CopyPart, places: readonly Place[], sums: typeof tally, none: symbol) => CopyShape;

/** One piece of code for each list of names, wherever it is met: V8 makes machine code of it once. */
const known = new Map<string, MakeCopy>();
let madeCount = 0;

function madeCopy(names: readonly string[], part: CopyPart): CopyShape | undefined {
  // A literal with `__proto__` has another prototype, not a property.
  if (names.length > mostNames || names.includes('__proto__') || ++madeCount > mostOfAll) return undefined;
  const key = JSON.stringify(names);
  let make = known.get(key);
  if (make === undefined) {
    try {
      // oxlint-disable-next-line typescript/no-implied-eval -- Only names go into the code, as quoted text.
      make = new Function('part', 'places', 'tally', 'notPlain', codeFor(names)) as MakeCopy;
    } catch {
      return undefined; // Node.js was told to make no code from texts.
    }
    known.set(key, make);
  }
  return make(
    part,
    Array.from(names, () => new Place()),
    tally,
    notPlain,
  );
}

function codeFor(names: readonly string[]): string {
  const parts = names.map(
    (name, at) => `
  let p${at} = source[${JSON.stringify(name)}];
  if (typeof p${at} === 'string') characters += p${at}.length;
  else {
    p${at} = part(p${at}, depth, places[${at}]);
    if (p${at} === undefined || p${at} === notPlain) return p${at};
  }`,
  );
  const properties = names.map((name, at) => `${JSON.stringify(name)}: p${at}`);
  const punctuation = names.reduce((sum, name) => sum + name.length + 2, 1);
  return `return (source, depth) => {
  let characters = ${punctuation};${parts.join('')}
  tally.characters += characters;
  return { ${properties.join(', ')} };
};`;
}
