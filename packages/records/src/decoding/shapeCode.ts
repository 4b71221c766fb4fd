import { deepestLevel } from '../wire/deepestLevel.ts';
import { isObject } from '../words/isObject.ts';
import { tagOf, tags } from '../wire/tags.ts';

// The names in larger maps may be data, and deeper ones are rare: the general way reads them. It also reads what comes
// after so many attributes, so that a huge image has no huge code.
const mostNames = 50;
const deepestMap = 4;
const mostAttributes = 500;

const isText = 'typeof v=="string"';
const isBoolean = 'typeof v=="boolean"';

/** By tag: what a plain value is known by, and what it is read as; in the names of {@link shapeCode}. */
const plain: Readonly<Record<string, readonly [test: string, item: string]>> = {
  S: [isText, 'v'],
  N: [isText, 'n(v)'],
  BOOL: [isBoolean, 'v'],
  NULL: [isBoolean, 'null'],
};

/**
 * The code of a function that reads images like this one: with these names in this order, and mostly of these types. It
 * answers `undefined` for an image that has other names, and finds that out before it reads a value: so nothing is read
 * twice.
 *
 * In the code, of a map `i` at the depth `d` the attribute `a` is called `w`, its tag holds `v`, and `v0`, `v1`… are what the
 * attributes are read as; `c` counts names. `f0`, `f1`… are the names and the functions of the maps and lists inside. The
 * general readers are `n` for the text of a number, `r` for an attribute and `k` for a list; `l` is `located` and `o` is
 * `isObject`.
 */
export function shapeCode(image: object): string {
  const parts: string[] = [];
  let attributes = 0;
  const read = mapReader(image, 0);
  return `${parts.join('')}return ${read}`;

  /** Gives a part of the code a name of its own. */
  function named(code: string): string {
    const name = `f${parts.length}`;
    parts.push(`const ${name}=${code};`);
    return name;
  }

  function mapReader(map: object, level: number): string {
    const names = Object.keys(map);
    let reads = '';
    let item = '';
    Object.values(map).forEach((attribute: unknown, at) => {
      const name = JSON.stringify(names[at]);
      reads += `a=i[w=${name}];let v${at}=${attributeReader(attribute, level)};`;
      // Without brackets it would be the prototype; with them V8 does not know the shape beforehand.
      item += `${names[at] === '__proto__' ? `[${name}]` : name}:v${at},`;
    });
    const expected = named(JSON.stringify(names));
    const hasOtherNames = `for(w in i)if(w!==${expected}[c++])return;if(c<${names.length})return;`;
    const path = level === 0 ? 'w' : '"M",w';
    return `(i,d)=>{let w,a,v,c=0;${hasOtherNames}try{${reads}return{${item}}}catch(e){throw l(e,${path})}}`;
  }

  function attributeReader(attribute: unknown, level: number): string {
    const held = Object(attribute) as Record<string, unknown>;
    const at = tags.indexOf(tagOf(held) ?? '');
    const tag = tags[at] ?? '';
    const known = attributes++ < mostAttributes ? (plain[tag] ?? nested(tag, held[tag], level + 1)) : undefined;
    if (known === undefined) return 'r(a,d)';
    const [test, item] = known;
    const first = tags.slice(0, at).map((other) => `a.${other}===void 0&&`);
    return `(v=a?.${tag})!==void 0&&${first.join('')}${test}?${item}:r(a,d)`;
  }

  function nested(tag: string, held: unknown, level: number): readonly [test: string, item: string] | undefined {
    if (level > deepestMap) return undefined;
    if (tag === 'M' && isObject(held) && Object.keys(held).length <= mostNames) {
      return [`d<${deepestLevel}&&o(v)&&(v=${named(mapReader(held, level))}(v,d+1))`, 'v'];
    }
    if (tag === 'L' && Array.isArray(held)) {
      // As a rule the elements are alike.
      const element = named(`(a,d)=>{let v;return ${attributeReader(held[0], level)}}`);
      return [`d<${deepestLevel}`, `k(v,${element},d+1)`];
    }
    return undefined;
  }
}
