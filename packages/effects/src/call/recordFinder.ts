import type { Leaf } from './callText.ts';

/** Which record, or which several, a call is for: indexes into the batch. */
export interface RecordsFound {
  readonly index?: number;
  readonly several?: readonly number[];
}

/** The record that the handler took from its event last, and whether that says anything. */
export interface TouchedRecord {
  readonly index: number;
  /** False when the handler may have gone over the whole list before it began to work. */
  readonly isTelling: boolean;
}

/** How well a call shows a value: as the attribute of that name, as a value, or inside a text. */
type Strength = 3 | 2 | 1;

/** Where a value of a key stands: the record, and which attribute of its key. */
interface KeyPlace {
  readonly index: number;
  readonly attribute: number;
  readonly name: string;
}

const longestText = 10_000;
/** A text is looked through this far, in words, for values of so many words; a uuid has five. */
const mostWords = 500;
const longestValue = 8;
/** What is one word has no pieces. */
const hasEnds = /[^\p{L}\p{N}]/u;
const noPieces: ReadonlySet<string> = new Set();

/**
 * Finds the record that a call is for, by the values of its key in the call. What the handler touched last decides
 * between records that fit equally well, and where no value is seen.
 */
export class RecordFinder {
  readonly #keys: readonly (readonly (readonly [name: string, value: string])[])[];
  readonly #places = new Map<string, KeyPlace[]>();

  constructor(records: readonly unknown[]) {
    this.#keys = records.map(keyOf);
    for (const [index, key] of this.#keys.entries()) {
      for (const [attribute, [name, value]] of key.entries()) {
        const places = this.#places.get(value);
        if (places === undefined) this.#places.set(value, [{ index, attribute, name }]);
        else places.push({ index, attribute, name });
      }
    }
  }

  find(leaves: readonly Leaf[], touched: TouchedRecord | undefined): RecordsFound {
    if (this.#keys.length === 1) return { index: 0 };
    if (touched !== undefined && this.#isOnly(leaves, touched.index)) return { index: touched.index };
    const { candidates, strength, isShort } = this.#bestOf(this.#strengths(leaves));
    const hint = touched?.isTelling === true ? touched.index : undefined;
    if (candidates.length === 0) return hint === undefined ? {} : { index: hint };
    if (touched !== undefined && candidates.includes(touched.index)) {
      if (touched.isTelling || this.#isOneItem(candidates)) return { index: touched.index };
    }
    // A short value inside of a text, or under another name, may stand there for something else.
    if (isShort && strength < 3) return hint === undefined ? {} : { index: hint };
    if (candidates.length === 1) return { index: candidates[0] as number };
    return this.#isOneItem(candidates) ? {} : { several: candidates };
  }

  /** Whether the whole key of this record stands in the call, and nothing of another one's: most calls are like that. */
  #isOnly(leaves: readonly Leaf[], index: number): boolean {
    let found = 0;
    for (const { text } of leaves) {
      const places = this.#places.get(text);
      if (places === undefined) continue;
      const [place] = places;
      if (places.length > 1 || place?.index !== index) return false;
      found |= 1 << place.attribute;
    }
    return found !== 0 && found === (1 << (this.#keys[index]?.length ?? 0)) - 1;
  }

  /** How strongly each record shows, by its weakest attribute of the key. */
  #strengths(leaves: readonly Leaf[]): ReadonlyMap<number, readonly number[]> {
    const seen = new Map<number, number[]>();
    const see = (text: string, strengthOf: (place: KeyPlace) => Strength): void => {
      for (const place of this.#places.get(text) ?? []) {
        let strengths = seen.get(place.index);
        if (strengths === undefined) {
          strengths = (this.#keys[place.index] ?? []).map(() => 0);
          seen.set(place.index, strengths);
        }
        strengths[place.attribute] = Math.max(strengths[place.attribute] ?? 0, strengthOf(place));
      }
    };
    for (const { name, text } of leaves) {
      if (this.#places.has(text)) see(text, (place) => (place.name === name ? 3 : 2));
      else if (text.length <= longestText) for (const piece of piecesOf(text)) see(piece, () => 1);
    }
    return seen;
  }

  #bestOf(seen: ReadonlyMap<number, readonly number[]>): {
    readonly candidates: readonly number[];
    readonly strength: number;
    readonly isShort: boolean;
  } {
    let candidates: number[] = [];
    let strength = 1;
    for (const [index, strengths] of seen) {
      const weakest = Math.min(...strengths);
      if (weakest < strength) continue;
      if (weakest > strength) candidates = [];
      strength = weakest;
      candidates.push(index);
    }
    candidates.sort((left, right) => left - right);
    const isShort = candidates.some((index) => (this.#keys[index] ?? []).every(([, value]) => value.length < 3));
    return { candidates, strength, isShort };
  }

  #isOneItem(candidates: readonly number[]): boolean {
    const [first, ...others] = candidates.map((index) => JSON.stringify(this.#keys[index]));
    return others.every((other) => other === first);
  }
}

/**
 * The pieces of a text that may be a value: from one end of a word to another, so that `order-1` is in `id=order-1;x` and in
 * `mail-order-1`, and not in `order-12`.
 */
function piecesOf(text: string): ReadonlySet<string> {
  if (!hasEnds.test(text)) return noPieces;
  const pieces = new Set<string>();
  const words = [...text.matchAll(/[\p{L}\p{N}]+/gu)].slice(0, mostWords);
  for (const [from, first] of words.entries()) {
    for (const last of words.slice(from, from + longestValue))
      pieces.add(text.slice(first.index, last.index + last[0].length));
  }
  pieces.delete(text);
  return pieces;
}

/** The names and values of a record's key, as texts. */
function keyOf(record: unknown): readonly (readonly [string, string])[] {
  const keys: unknown = Object(Object(record).dynamodb).Keys;
  return Object.entries(Object(keys)).map(([name, value]) => [name, String(Object.values(Object(value))[0])] as const);
}
