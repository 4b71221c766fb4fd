import { deepStrictEqual } from 'node:assert';
import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { compileNumbers } from '../../src/decoding/compileNumbers.ts';
import { imageReader } from '../../src/decoding/imageReader.ts';
import { marshallImage } from '../../src/encoding/marshallImage.ts';
import { anyItem } from '../anyItem.ts';

const auto = compileNumbers('auto');
const worthMaking = 100;

type Reader = ReturnType<typeof imageReader>;

/** A reader that has met images of this shape so often that it has code for it. */
function warm(image: object): Reader {
  const read = imageReader(auto);
  for (let times = 0; times < worthMaking; times++) outcome(read, image);
  return read;
}

/** What reading gives, or why it failed and where. */
function outcome(read: Reader, image: object): unknown {
  try {
    return { item: read(image) };
  } catch (fault) {
    return { fault };
  }
}

/** Counts the functions that are made from text while something runs. */
function functionsMade(run: () => unknown): number {
  const { Function } = globalThis;
  let made = 0;
  globalThis.Function = class extends Function {
    constructor(...texts: string[]) {
      super(...texts);
      made++;
    }
  } as FunctionConstructor;
  try {
    run();
  } finally {
    globalThis.Function = Function;
  }
  return made;
}

/** Attributes right and wrong, with so few names and types that two of them often resemble each other. */
const { attribute: anyAttribute } = fc.letrec((tie) => {
  const map = fc.dictionary(fc.constantFrom('x', 'y'), tie('attribute'), { maxKeys: 2 });
  const list = fc.array(tie('attribute'), { maxLength: 2 });
  const one = fc.oneof(
    { depthSize: 'medium' },
    fc.record({ S: fc.constantFrom<unknown>('text', '', 1, undefined) }),
    fc.record({ N: fc.constantFrom<unknown>('1', '-0.5', 'x', 1) }),
    fc.record({ BOOL: fc.constantFrom<unknown>(true, false, 'true') }),
    fc.record({ NULL: fc.constantFrom<unknown>(true, false, null) }),
    fc.record({ M: fc.oneof(map, map, fc.constantFrom<unknown>(null, 'xy', [])) }),
    fc.record({ L: fc.oneof(list, list, fc.constantFrom<unknown>(null, 0, {})) }),
    fc.constantFrom<object>({ SS: ['a'] }, { B: 'YQ==' }, { Q: 1 }, { s: 'a' }),
  );
  const several = fc.tuple(one, one).map(([first, second]) => ({ ...first, ...second }));
  return {
    attribute: fc.oneof(
      { depthSize: 'medium' },
      fc.constantFrom<unknown>(null, undefined, 'text', [], {}),
      one,
      one,
      one,
      several,
    ),
  };
});

describe('a shape that has code of its own', () => {
  test('is read as every other, whatever is in it', () => {
    fc.assert(
      fc.property(anyItem, (item) => {
        const image = JSON.parse(JSON.stringify(marshallImage(item))) as object;

        deepStrictEqual(warm(image)(image), imageReader(auto)(image));
      }),
      { seed: 20261125, numRuns: 300 },
    );
  });

  test('answers as the loop does for whatever another image of these names holds', () => {
    const anyImage = fc.record({ a: anyAttribute, b: anyAttribute });

    fc.assert(
      fc.property(anyImage, anyImage, (sample, image) => {
        deepStrictEqual(outcome(warm(sample), image), outcome(imageReader(auto), image));
      }),
      { seed: 20261126, numRuns: 1500 },
    );
  });

  const values = [
    '',
    '1',
    'YQ==',
    1,
    true,
    false,
    null,
    undefined,
    [],
    ['1'],
    {},
    { a: { S: 'x' } },
    new Uint8Array(1),
  ];
  const tags = ['S', 'N', 'B', 'BOOL', 'NULL', 'M', 'L', 'SS', 'NS', 'BS', 's', 'X', '__proto__'];
  const tagged = tags.flatMap((tag) => values.map((value) => ({ [tag]: value })));
  const noAttributes = [undefined, null, 'text', 7, true, [], [{ S: 'a' }], {}];

  test('gives the same value or the same fault for every tag with every kind of value, and for two tags', () => {
    const read = warm({ other: { S: 'a' }, a: { S: 'a' } });

    for (const a of [
      ...noAttributes,
      ...tagged,
      ...tagged.flatMap((one) => tagged.map((two) => ({ ...one, ...two }))),
    ]) {
      const image = { other: { BOOL: true }, a };
      deepStrictEqual(outcome(read, image), outcome(imageReader(auto), image));
    }
  });

  test.each(['M', 'L'])('reads 32 levels of %s, and no more', (tag) => {
    const nested = (levels: number): object =>
      levels === 0
        ? { S: 'deep' }
        : { [tag]: tag === 'M' ? { x: nested(levels - 1) } : [{ M: { x: nested(levels - 2) } }] };
    const read = warm({ x: nested(32) });

    for (const levels of [32, 34]) {
      const image = { x: nested(levels) };
      deepStrictEqual(outcome(read, image), outcome(imageReader(auto), image));
    }
  });

  const likeCode = ['"])break}catch{}}//', '"+(()=>{throw 1})()+"', '\\', '*/', '`${1}`', '\n', '\u2028', '\ud800'];
  test.each(['__proto__', 'constructor', '0', '', 'w', 'v0', ...likeCode])(
    'takes the name %j as data, and has code nevertheless',
    (name) => {
      const image = JSON.parse(`{"b":{"S":"x"},${JSON.stringify(name)}:{"N":"1"},"a":{"S":"y"}}`) as object;

      let read = imageReader(auto);
      expect(functionsMade(() => (read = warm(image)))).toBe(1);
      const item = read(image);

      deepStrictEqual(item, imageReader(auto)(image));
      expect(Object.getPrototypeOf(item)).toBe(Object.prototype);
      expect(Object.keys(item)).toEqual(Object.keys(image));
    },
  );

  test('keeps apart what it reads inside of itself', () => {
    const read = warm({ a: { S: 'x' }, b: { S: 'y' } });
    const inner = { a: { S: 'x' }, b: { S: 7 } };

    for (const image of [
      { a: { M: inner }, b: { S: 'y' } },
      { a: { M: { a: { S: '1' }, b: { M: {} } } }, b: { N: '2' } },
    ]) {
      deepStrictEqual(outcome(read, image), outcome(imageReader(auto), image));
    }
  });

  test('asks a number policy anew for each text', () => {
    let asked = 0;
    const read = imageReader((text) => `${text}, ${asked++}`);
    for (let times = 0; times < worthMaking; times++) read({ n: { N: '7' } });

    expect(read({ n: { N: '8' } })).toEqual({ n: `8, ${worthMaking}` });
  });
});

describe('code is made', () => {
  test('once for a shape, when it is met for the hundredth time', () => {
    const read = imageReader(auto);
    const image = { a: { S: 'a' }, b: { N: '1' } };

    expect(functionsMade(() => Array.from({ length: worthMaking - 1 }, () => read(image)))).toBe(0);
    expect(functionsMade(() => read(image))).toBe(1);
    expect(functionsMade(() => Array.from({ length: 1000 }, () => read(image)))).toBe(0);
  });

  test('to be used from then on', () => {
    const { Function } = globalThis;
    const read = imageReader(auto);
    const image = { a: { S: 'a' } };
    // A reader that tells itself from the general loop by what it answers.
    globalThis.Function = function () {
      return () => (image: object) => ('a' in image ? { read: 'by code' } : undefined);
    } as never;
    try {
      for (let times = 1; times < worthMaking; times++) expect(read(image)).toEqual({ a: 'a' });
      expect(read(image)).toEqual({ read: 'by code' });
    } finally {
      globalThis.Function = Function;
    }
    expect(read(image)).toEqual({ read: 'by code' });
    expect(read({ b: { M: image } })).toEqual({ b: { read: 'by code' } });
  });

  test('for shapes that begin alike, one each', () => {
    const read = imageReader(auto);
    const images = [{ a: { S: 'a' } }, { a: { S: 'a' }, b: { S: 'b' } }, { a: { S: 'a' }, c: { S: 'c' } }, {}];

    const made = functionsMade(() => Array.from({ length: worthMaking }, () => images.map(read)));

    expect(made).toBe(images.length);
    expect(images.map(read)).toEqual([{ a: 'a' }, { a: 'a', b: 'b' }, { a: 'a', c: 'c' }, {}]);
  });

  test('for no map whose names are data, and in a stream of those for no further shape', () => {
    const read = imageReader(auto);
    const table = (index: number): object => ({ id: { S: 'a' }, byUser: { M: { [`user-${index}`]: { N: '1' } } } });

    const made = functionsMade(() => {
      for (let index = 0; index < 1000; index++) read(table(index));
      for (let times = 0; times < worthMaking; times++) read({ late: { S: 'a' } });
    });

    expect(made).toBe(1);
    expect(read({ late: { S: 'a' } })).toEqual({ late: 'a' });
  });

  test('no more than fits, however many shapes begin alike', () => {
    const read = imageReader(auto);
    const attributes = Array.from({ length: 150 }, (_, index) => [`name-${index}`, { S: 'a' }] as const);
    const images = attributes.map((_, index) => Object.fromEntries(attributes.slice(0, index)));

    const made = functionsMade(() => Array.from({ length: worthMaking }, () => images.forEach(read)));

    expect(made).toBeGreaterThan(50);
    expect(made).toBeLessThan(100);
    for (const image of images) deepStrictEqual(read(image), imageReader(auto)(image));
  });

  test('for small shapes also after one was too large', () => {
    const read = imageReader(auto);
    const names = Array.from({ length: 400 }, (_, index) => `${'x'.repeat(300)}${index}`);
    const large = Object.fromEntries(names.map((name) => [name, { S: 'a' }]));

    expect(functionsMade(() => Array.from({ length: worthMaking }, () => read(large)))).toBe(0);
    expect(functionsMade(() => Array.from({ length: worthMaking }, () => read({ small: { S: 'a' } })))).toBe(1);
  });

  test('for none that is met after the names were too long to remember', () => {
    const read = imageReader(auto);
    for (let index = 0; index < 10; index++) read({ [`${index}${'x'.repeat(60_000)}`]: { S: 'a' } });

    expect(functionsMade(() => Array.from({ length: worthMaking }, () => read({ late: { S: 'a' } })))).toBe(0);
  });
});
