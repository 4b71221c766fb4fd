/** Reads an image that has the attributes, in their order, that it was made for. */
export type ShapeReader = (image: object, depth: number) => Record<string, unknown>;

/** The names met so far, as a step in a tree: images that begin with the same names share the steps to them. */
interface Step {
  readonly name: string;
  readonly next: Map<string, Step>;
  /** The one of `next` that was taken last: it will most often be taken again. */
  recent: Step | undefined;
  /** How many images ended here. */
  images: number;
  read: ShapeReader | undefined;
}

// The images of a table have a few shapes, each met a thousand times, but a map whose names are data has another shape
// each time. So a shape must have been met this often before code is made for it, and the tree may not grow for ever.
const worthMaking = 100;
const mostSteps = 500;
// A few long names, and the code of many shapes that begin alike, can take far more room than the tree. This many
// characters are enough for the code of some 2000 attributes.
const mostText = 500_000;

/** The general way of reading, which a reader calls for what is not plain. */
type GeneralReaders = [
  number: (text: string) => unknown,
  value: (attribute: unknown, depth: number) => unknown,
  /** Adds the name of an attribute to the path of what was thrown. */
  located: (error: unknown, name: string) => unknown,
];

/**
 * Makes the function that finds the reader for the shape of an image. It answers `undefined` while there is none.
 *
 * A reader is code for one shape, made from the names of its attributes, and answers and throws as a loop over them
 * would. V8 learns where each attribute lies and what the item looks like, so it is half as fast again, or more (test/bench/records.ts).
 */
export function shapeReaders(...general: GeneralReaders): (image: object) => ShapeReader | undefined {
  const root = stepTo('');
  let steps = 0;
  let text = 0;
  return (image) => {
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
      const code = codeFor(image);
      text += code.length;
      if (text <= mostText) step.read = makeReader(code, general);
    }
    return step.read;
  };
}

function stepTo(name: string): Step {
  return { name, next: new Map(), recent: undefined, images: 0, read: undefined };
}

// The names in the code: of an image `i` at the depth `d`, the attribute `a` is called `w`, its first tag is `t`, and what
// it holds there `v`. `n`, `r` and `l` are the general readers. What is not plain, or not right, is read by `r`.
const readPlain =
  't=="S"&&typeof(v=a.S)=="string"?v:t=="N"&&typeof(v=a.N)=="string"?n(v):t=="BOOL"&&typeof(v=a.BOOL)=="boolean"?v:t=="NULL"&&a.NULL===true?null:r(a,d)';

function codeFor(image: object): string {
  let reads = '';
  let item = '';
  for (const name in image) {
    const quoted = JSON.stringify(name);
    const value = `v${reads.length}`;
    reads += `t="";for(t in a=i[w=${quoted}])break;let ${value}=${readPlain};`;
    // Without brackets it would be the prototype; with them V8 does not know the shape beforehand.
    item += `${name === '__proto__' ? `[${quoted}]` : quoted}:${value},`;
  }
  return `return(i,d)=>{let w,t,a,v;try{${reads}return{${item}}}catch(e){throw l(e,w)}}`;
}

function makeReader(code: string, general: GeneralReaders): ShapeReader | undefined {
  try {
    // oxlint-disable-next-line typescript/no-implied-eval -- Only names of attributes go into the code, as quoted text.
    return new Function('n', 'r', 'l', code)(...general) as ShapeReader;
  } catch {
    // Node makes no code from text when it was started with --disallow-code-generation-from-strings.
    return undefined;
  }
}
