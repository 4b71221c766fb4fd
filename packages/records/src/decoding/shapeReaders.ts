import { located } from './fault.ts';
import { isObject } from '../words/isObject.ts';
import { shapeCode } from './shapeCode.ts';

type Attributes = Record<string, unknown>;

/** Reads an attribute value that lies at a depth. */
export type ValueReader = (attribute: unknown, depth: number) => unknown;

/** Reads the images of one shape, and answers `undefined` for every other. */
type ShapeReader = (image: object, depth: number) => Attributes | undefined;

/** The general way of reading, which a reader calls for what is not plain. */
type GeneralReaders = [
  number: (text: string) => unknown,
  value: ValueReader,
  list: (values: unknown, read: ValueReader, depth: number) => unknown,
];

/** The names met so far, as a step in a tree: images that begin with the same names share the steps to them. */
interface Step {
  readonly name: string;
  readonly next: Map<string, Step>;
  /** The one of `next` that was taken last: it will most often be taken again. */
  recent: Step | undefined;
  /** How many images ended here, until there was code for them. */
  images: number;
  read: ShapeReader | undefined;
}

// The images of a table have a few shapes, each met a thousand times, but a map whose names are data has another shape
// each time. So a shape must have been met this often before code is made for it, and the tree may not grow for ever.
const worthMaking = 100;
const mostSteps = 500;
// A few long names, and the code of many shapes that begin alike, can take far more room than the tree. This many
// characters are enough for the code of 2000 to 3000 attributes.
const mostText = 300_000;

/**
 * Makes the function that reads images of frequent shapes: the attributes that there are, in their order. It answers
 * `undefined` for an image of another shape.
 *
 * A frequent shape has code of its own, made from an image that has it, which answers and throws as a loop over the
 * attributes would. V8 learns where each attribute lies and what the item looks like, so it is far faster
 * (test/bench/records.ts).
 */
export function shapeReaders(...general: GeneralReaders): ShapeReader {
  const root = stepTo('');
  let steps = 0;
  let text = 0;
  let recent: ShapeReader | undefined;

  return (image, depth) => {
    if (depth > 0) return readerOf(image)?.(image, depth);
    // Most images of a stream have the shape of the one before.
    return recent?.(image, depth) ?? (recent = readerOf(image))?.(image, depth);
  };

  function readerOf(image: object): ShapeReader | undefined {
    let step = root;
    for (const name in image) {
      let next = step.recent;
      if (next?.name !== name) {
        next = step.next.get(name);
        if (next === undefined) {
          if (steps === mostSteps || text > mostText) return undefined;
          steps++;
          text += name.length;
          next = stepTo(name);
          step.next.set(name, next);
        }
        step.recent = next;
      }
      step = next;
    }
    step.images++;
    if (step.images === worthMaking) {
      const code = shapeCode(image);
      // A shape too large for what is left does not take the rest from others.
      if (text + code.length <= mostText) {
        text += code.length;
        step.read = makeReader(code, general);
      }
    }
    return step.read;
  }
}

function stepTo(name: string): Step {
  return { name, next: new Map(), recent: undefined, images: 0, read: undefined };
}

function makeReader(code: string, general: GeneralReaders): ShapeReader | undefined {
  try {
    // oxlint-disable-next-line typescript/no-implied-eval -- Of an image only names go into the code, as quoted text.
    return new Function('n', 'r', 'k', 'l', 'o', code)(...general, located, isObject) as ShapeReader;
  } catch {
    // Node makes no code from text when it was started with --disallow-code-generation-from-strings.
    return undefined;
  }
}
