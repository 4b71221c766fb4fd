import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { compileFilterCriteria } from '../src/filter/compileFilterCriteria.ts';
import { isMappingError } from '../src/words/mappingError.ts';

function compile(pattern: unknown): (record: unknown) => boolean {
  return compileFilterCriteria({
    Filters: [{ Pattern: typeof pattern === 'string' ? pattern : JSON.stringify(pattern) }],
  });
}

function hintOf(pattern: unknown): string {
  try {
    compile(pattern);
  } catch (error) {
    if (isMappingError(error)) return error.hint ?? '';
    throw error;
  }
  return 'accepted';
}

describe('filters', () => {
  test('S13: are alternatives', () => {
    const passes = compileFilterCriteria({
      Filters: [{ Pattern: '{"eventName":["INSERT"]}' }, { Pattern: '{"eventName":["REMOVE"]}' }],
    });

    expect(['INSERT', 'MODIFY', 'REMOVE'].map((eventName) => passes({ eventName }))).toEqual([true, false, true]);
  });

  test.each([undefined, null, {}, { Filters: [] }, { Filters: undefined }, { Filters: null as never }])(
    '%j lets every record pass',
    (criteria) => {
      expect(compileFilterCriteria(criteria)({ eventName: 'INSERT' })).toBe(true);
    },
  );

  test.each([
    [{ Filters: [{}] }, 'Filters[0].Pattern is missing'],
    [{ Filters: ['{"eventName":["INSERT"]}'] }, 'Filters[0].Pattern is missing'],
    [{ Filters: [null] }, 'Filters[0].Pattern is missing'],
    [{ Filters: [{ Pattern: { eventName: ['INSERT'] } }] }, 'JSON.stringify'],
    [{ Filters: [{ Pattern: '{"a":["x"]}' }, { Pattern: 5 }] }, 'Filters[1].Pattern is a number'],
    [{ Filters: {} }, 'not a list'],
    [[], 'not an object'],
  ])('%j is refused with AWS’s text, and the hint says why', (criteria, hint) => {
    expect(() => compileFilterCriteria(criteria as never)).toThrow(
      expect.objectContaining({ message: 'Invalid filter pattern definition.', hint: expect.stringContaining(hint) }),
    );
  });

  test('more than 10, or longer than 4096 characters, are refused with a text that says it is inferred', () => {
    const filter = { Pattern: '{"eventName":["INSERT"]}' };
    const long = JSON.stringify({ eventName: ['x'.repeat(4096)] });

    expect(() => compileFilterCriteria({ Filters: Array.from({ length: 10 }, () => filter) })).not.toThrow();
    expect(() => compileFilterCriteria({ Filters: Array.from({ length: 11 }, () => filter) })).toThrow(
      expect.objectContaining({ certainty: 'inferred', hint: expect.stringContaining('11 filters') }),
    );
    expect(() => compile(long)).toThrow(expect.objectContaining({ certainty: 'inferred' }));
    expect(() => compile(JSON.stringify({ eventName: ['x'.repeat(4096 - 18)] }))).not.toThrow();
  });
});

describe('a pattern on a record of a stream', () => {
  const record = {
    eventName: 'INSERT',
    eventSource: 'aws:dynamodb',
    awsRegion: 'eu-west-1',
    dynamodb: {
      ApproximateCreationDateTime: 1_790_000_000,
      NewImage: { status: { S: 'PAID' }, quantity: { N: '101' } },
    },
  };
  const inNewImage = (attributes: unknown): unknown => ({ dynamodb: { NewImage: attributes } });

  test('S14: reaches an attribute through its type letter and not without', () => {
    expect(compile(inNewImage({ status: { S: ['PAID'] } }))(record)).toBe(true);
    expect(compile(inNewImage({ status: ['PAID'] }))(record)).toBe(false);
  });

  test('S15: asks for the existence of leaves, so an attribute without type letter never exists', () => {
    expect(compile(inNewImage({ status: { S: [{ exists: true }] } }))(record)).toBe(true);
    expect(compile(inNewImage({ status: [{ exists: true }] }))(record)).toBe(false);
    expect(compile(inNewImage({ status: [{ exists: false }] }))(record)).toBe(true);
  });

  test('S16: compares no attribute with a number, but the creation time', () => {
    expect(compile(inNewImage({ quantity: { N: [{ numeric: ['>', 5] }, 101] } }))(record)).toBe(false);
    expect(compile(inNewImage({ quantity: { N: [{ 'anything-but': '100' }] } }))(record)).toBe(true);
    expect(compile({ dynamodb: { ApproximateCreationDateTime: [{ numeric: ['>', 0] }] } })(record)).toBe(true);
  });

  test('S17: sees what is beside `dynamodb` too', () => {
    expect(compile({ eventName: ['INSERT'], eventSource: ['aws:dynamodb'], awsRegion: ['eu-west-1'] })(record)).toBe(
      true,
    );
    expect(compile({ eventName: ['INSERT'], eventSource: ['aws:kinesis'] })(record)).toBe(false);
  });
});

describe('a pattern', () => {
  test('S13: adds up the same object name written twice', () => {
    const passes = compile('{"dynamodb":{"a":["1"]},"dynamodb":{"b":["2"]}}');

    expect(passes({ dynamodb: { a: '1', b: '2' } })).toBe(true);
    expect(passes({ dynamodb: { b: '2' } })).toBe(false);
  });

  test('S13: keeps the later of two leaves on one path, however the path is written', () => {
    expect(compile('{"a":["1"],"a":["2"]}')({ a: '2' })).toBe(true);
    expect(compile('{"a":{"b":["1"]},"a.b":["2"]}')({ a: { b: '2' } })).toBe(true);
    expect(compile('{"a":{"b":["1"]},"a.b":["2"]}')({ 'a.b': '1' })).toBe(false);
  });

  test('lets a leaf written after a $or win over its branches, and a branch over a leaf before it', () => {
    const branches = '"$or":[{"n":["b"]},{"c":["x"]}]';

    expect(compile(`{"n":["a"],${branches}}`)({ n: 'b' })).toBe(true);
    expect(compile(`{${branches},"n":["a"]}`)({ n: 'b' })).toBe(false);
    expect(compile(`{${branches},"n":["a"]}`)({ n: 'a' })).toBe(true);
  });

  test('takes an attribute named like an operator, except inside $or', () => {
    expect(compile({ prefix: { S: ['x'] } })({ prefix: { S: 'x' } })).toBe(true);
    expect(hintOf({ $or: [{ a: { exists: ['x'] } }, { b: ['y'] }] })).toContain('exists is Ruler reserved fieldName');
  });

  test('may multiply to 1000 rules and no more, which is found out before they are built', () => {
    const ors = (count: number, branches: number): string => {
      const or = `"$or":[${Array.from({ length: branches }, (_, index) => `{"f${index}":["1"]}`).join()}]`;
      return `{${Array.from({ length: count }, () => or).join()}}`;
    };

    expect(hintOf(ors(3, 10))).toBe('accepted');
    expect(hintOf(`{${[7, 11, 13].map((branches) => ors(1, branches).slice(1, -1)).join()}}`)).toContain(
      'more than 1000',
    );
    expect(hintOf(ors(10, 2))).toContain('more than 1000 rules');
    expect(hintOf(ors(100, 2))).toContain('more than 1000 rules');
  });

  test('that multiplies to many rules prepares a long path once', () => {
    const or = Array.from({ length: 9 }, (_, index) => `"$or":[{"a${index}":["1"]},{"b${index}":["1"]}]`).join();
    const long = Array.from({ length: 128 }, () => 'a').join('.');
    const passes = compile(`{${or},"${long}":["x"]}`);

    const chosen = Object.fromEntries(
      Array.from({ length: 9 }, (_, index) => [`${index % 2 === 0 ? 'a' : 'b'}${index}`, '1']),
    );
    expect(passes({ ...chosen, [long]: 'x' })).toBe(true);
    expect(passes({ ...chosen, [long]: 'y' })).toBe(false);
  });

  test('of more than 200 levels or 128 names in a path is refused', () => {
    const deep = (levels: number): string => `${'{"a":'.repeat(levels)}["x"]${'}'.repeat(levels)}`;

    expect(hintOf(deep(128))).toBe('accepted');
    expect(hintOf(deep(129))).toContain('more than 128 names');
    expect(hintOf(deep(201))).toContain('deeper than 200 levels');
    expect(hintOf({ [Array.from({ length: 129 }, () => 'a').join('.')]: ['x'] })).toContain('more than 128 names');
  });

  test.each(['wildcard', 'cidr', 'exactly'])(
    'with %s is refused, and the error says that this is inferred',
    (operator) => {
      expect(() => compile({ a: [{ [operator]: 'x' }] })).toThrow(
        expect.objectContaining({ certainty: 'inferred', message: 'Invalid filter pattern definition.' }),
      );
    },
  );

  test.each([
    ['{"a":[{"anything-but":[]}]}', 'mixed type is not supported'],
    ['{"a":[{"anything-but":["x",1]}]}', 'mixed type is not supported'],
    ['{"a":[{"anything-but":{}}]}', 'Anything-But expression name not found'],
    ['{"a":[{"prefix":{}}]}', 'Prefix expression name not found'],
    ['{"a":[{"prefix":{"equals-ignore-case":1}}]}', 'equals-ignore-case match pattern must be a string'],
    ['{"a":[{"prefix":{"equals-ignore-case":"x","b":"y"}}]}', 'Only one key allowed in match expression'],
    ['{"a":[{"prefix":"x","prefix":"y"}]}', 'Only one key allowed in match expression'],
    ['{"a":[{"numeric":[5]}]}', 'Invalid member in numeric match: 5'],
    ['{"a":[{"numeric":["="]}]}', 'Value of equals must be numeric'],
    ['{"a":[{"numeric":["<",1,">",0]}]}', 'Too many elements in numeric expression'],
    ['{"a":[{"numeric":[">",0,1]}]}', 'Bad value in numeric range: 1'],
    ['{"a":[{"numeric":[">",0,"<",5,"<",6]}]}', 'Too many terms in numeric range expression'],
    ['{"a":[{"numeric":["=",1e400]}]}', 'out of range'],
    ['{"a":[{"anything-but":1e400}]}', 'out of range'],
    ['{"$or":{"a":["x"]}}', 'It must be an Array followed with $or.'],
    ['{"$or":[]}', 'There must have at least 2 Objects'],
    ['{"a":{}}', 'Empty objects are not allowed'],
    ['["a"]', 'Filter is not an object'],
    ['null', 'Filter is not an object'],
    ['{"a":["x"]} junk', 'after the end of the value'],
  ])('%s is refused: %s', (pattern, reason) => {
    expect(hintOf(pattern)).toContain(reason);
  });

  test('takes a number that no double can hold as a literal, which AWS does too', () => {
    expect(compile('{"a":[1e400]}')({ a: 1 })).toBe(false);
  });
});

describe('numeric', () => {
  const lower: Readonly<Record<string, (value: number) => boolean>> = { '>': (n) => n > 0, '>=': (n) => n >= 0 };
  const upper: Readonly<Record<string, (value: number) => boolean>> = { '<': (n) => n < 5, '<=': (n) => n <= 5 };
  const values = [-1, -0.5, 0, 0.5, 4.5, 5, 5.5, 6, -1e300, 1e300];
  const accepted = (numeric: unknown): readonly number[] => {
    const passes = compile({ a: [{ numeric }] });
    return values.filter((a) => passes({ a }));
  };

  test.each(Object.entries(lower))('%s and what lies above, with and without an upper bound', (above, isAbove) => {
    expect(accepted([above, 0])).toEqual(values.filter(isAbove));
    for (const [below, isBelow] of Object.entries(upper)) {
      expect(accepted([above, 0, below, 5])).toEqual(values.filter((value) => isAbove(value) && isBelow(value)));
    }
  });

  test.each(Object.entries(upper))('%s and what lies below', (below, isBelow) => {
    expect(accepted([below, 5])).toEqual(values.filter(isBelow));
  });

  test('= is one number, and no text', () => {
    expect(accepted(['=', 5])).toEqual([5]);
    expect(compile({ a: [{ numeric: ['=', 5] }] })({ a: '5' })).toBe(false);
    expect(compile({ a: [{ numeric: ['>=', -1e300] }] })({ a: '5' })).toBe(false);
  });
});

describe('equals-ignore-case', () => {
  test.each([
    ['aé1', 'AÉ1', true],
    ['strasse', 'straße', false],
    ['straße', 'STRASSE', false],
    ['ΣΑΣ', 'σας', false],
    ['k', '\u212A', false],
    ['\u212A', 'k', false],
    ['ς', 'Σ', false],
    ['a.c', 'abc', false],
    ['a\n|b', 'A\n|B', true],
    ['😀a', '😀A', true],
    ['', '', true],
    ['', 'a', false],
  ])('%j against %j: %s', (wanted, value, expected) => {
    expect(compile({ a: [{ 'equals-ignore-case': wanted }] })({ a: value })).toBe(expected);
  });

  test('never takes one unit for several, or for a part of them', () => {
    const units = Array.from({ length: 0x10000 }, (_, code) => String.fromCharCode(code));
    const growing = units
      .flatMap((unit) => [unit.toLowerCase(), unit.toUpperCase()].map((form) => ({ unit, form })))
      .filter(({ form }) => form.length > 1);

    expect(growing.length).toBeGreaterThan(90);
    for (const { unit, form } of growing) {
      const passes = compile({ a: [{ 'equals-ignore-case': unit }] });
      expect([unit, form, form.charAt(0)].filter((a) => passes({ a }))).toEqual([unit]);
    }
  });

  test.each([
    [{ prefix: { 'equals-ignore-case': 'EvenT' } }, 'eventbridge', true],
    [{ prefix: { 'equals-ignore-case': 'bridge' } }, 'eventbridge', false],
    [{ suffix: { 'equals-ignore-case': 'BRIDGE' } }, 'eventbridge', true],
    [{ suffix: { 'equals-ignore-case': 'event' } }, 'eventbridge', false],
    [{ prefix: { 'equals-ignore-case': '' } }, '', true],
  ])('inside another: %j against %j: %s', (wanted, value, expected) => {
    expect(compile({ a: [wanted] })({ a: value })).toBe(expected);
  });
});

describe('absence', () => {
  const consistent = { e: { x: ['1'], y: [{ exists: false }] } };

  test('is judged in the element that an earlier path has chosen', () => {
    expect(compile(consistent)({ e: [{ x: '1' }, { y: '2' }] })).toBe(true);
    expect(compile(consistent)({ e: [{ x: '1', y: '2' }] })).toBe(false);
    expect(compile({ e: { a: [{ exists: false }], x: ['1'] } })({ e: [{ x: '1' }, { a: '2' }] })).toBe(false);
  });

  test('is judged in the order of the paths, not in the order they are written', () => {
    const record = { e: [{ x: '1' }, { a: '2' }] };

    expect(compile({ e: { x: ['1'], a: [{ exists: false }] } })(record)).toBe(false);
    expect(compile({ e: { y: [{ exists: false }], x: ['1'] } })({ e: [{ x: '1' }, { y: '2' }] })).toBe(true);
  });

  test.each([{}, { a: {} }, { a: [] }, { a: { b: {} } }, { a: { b: [] } }, { a: 1 }, { a: { b: { c: 1 } } }])(
    'holds for a.b in %j',
    (record) => {
      expect(compile({ a: { b: [{ exists: false }] } })(record)).toBe(true);
      expect(compile({ a: { b: [{ exists: true }] } })(record)).toBe(false);
    },
  );

  test('is not what null is', () => {
    expect(compile({ a: [{ exists: true }] })({ a: null })).toBe(true);
    expect(compile({ a: [null] })({ a: undefined })).toBe(false);
  });
});

describe('array elements', () => {
  test('of arrays that do not meet are chosen independently, also when there are very many', () => {
    const names = Array.from({ length: 12 }, (_, index) => `a${index}`);
    const record = Object.fromEntries(names.map((each) => [each, Array.from({ length: 50 }, () => ({ v: '1' }))]));
    const pattern = Object.fromEntries(names.map((each) => [each, { v: ['1'] }]));

    expect(compile(pattern)(record)).toBe(true);
    expect(compile({ ...pattern, z: ['1'] })(record)).toBe(false);
  });

  test('of lists that lie together in one element do not multiply either', () => {
    const names = Array.from({ length: 8 }, (_, index) => `a${index}`);
    const lists = Object.fromEntries(names.map((each) => [each, Array.from({ length: 50 }, () => ({ v: '1' }))]));
    const pattern = Object.fromEntries(names.map((each) => [each, { v: ['1'] }]));

    expect(compile({ e: { ...pattern, z: ['1'] } })({ e: [{ ...lists, z: '1' }] })).toBe(true);
    expect(compile({ e: { ...pattern, z: ['1'] } })({ e: [{ ...lists, z: '2' }] })).toBe(false);
  });

  test('are found in a list of many thousands, each of which fits the first condition', () => {
    const e = Array.from({ length: 20_000 }, (_, index) => ({ a: 'x', b: String(index), c: 'y' }));

    expect(compile({ e: { a: ['x'], b: ['19999'], c: ['y'] } })({ e })).toBe(true);
    expect(compile({ e: { a: ['x'], b: ['no'], c: ['y'] } })({ e })).toBe(false);
  });

  test('of an array in an array are chosen in both', () => {
    const people = [[{ first: 'John' }, { first: 'Anna', last: 'Smith' }], [{ first: 'Peter', last: 'Jones' }]];

    expect(compile({ e: { first: ['Anna'], last: ['Smith'] } })({ e: people })).toBe(true);
    expect(compile({ e: { first: ['John'], last: ['Smith'] } })({ e: people })).toBe(false);
    expect(compile({ e: { first: ['Anna'], last: ['Jones'] } })({ e: people })).toBe(false);
  });

  test('are each tried, wherever in the list the right one is', () => {
    const element = (x: string, y: string): object => ({ x, y });
    for (const right of [0, 1, 2]) {
      const e = [0, 1, 2].map((index) => element('1', index === right ? '1' : '0'));

      expect(compile({ e: { x: ['1'], y: ['1'] } })({ e })).toBe(true);
    }
  });

  test('of two arrays that later conditions meet again are chosen each in its own', () => {
    const record = { a: [{ k: '0' }, { k: '1', z: '1' }], 'a.m': [{ x: '1', y: '1' }] };

    expect(compile({ a: { k: ['1'], m: { x: ['1'], y: ['1'] }, z: ['1'] } })(record)).toBe(true);
    expect(compile({ a: { k: ['0'], m: { x: ['1'], y: ['1'] }, z: ['1'] } })(record)).toBe(false);
  });

  test('are chosen even where the first condition holds without choosing one', () => {
    const passes = compile({ e: { x: ['1'], y: [{ exists: false }] } });

    expect(passes({ e: [{ x: '1' }, { y: '2' }], 'e.x': '1' })).toBe(true);
    expect(passes({ e: [{ y: '1' }, { y: '2' }], 'e.x': '1' })).toBe(false);
  });

  test('are not chosen by a plain value that stands beside them, null among these', () => {
    for (const plain of ['p', 1, true, null]) {
      expect(compile({ e: [plain], 'e.x': ['1'] })({ e: [plain, { x: '1' }] })).toBe(true);
    }
  });

  test('of an inner array are not those of an outer one of the same name', () => {
    const record = { e: [{ f: [{ x: '1' }] }], f: [{ y: '0' }, { y: '2' }] };

    expect(compile({ e: { f: { x: ['1'] } }, f: { y: ['2'] } })(record)).toBe(true);
  });

  test('hold null as a value, and nothing that they inherit', () => {
    const e = [{ x: '1', y: null, z: undefined }];

    expect(compile({ e: { x: ['1'], y: [null] } })({ e })).toBe(true);
    expect(compile({ e: { x: ['1'], y: { deeper: [{ exists: false }] } } })({ e })).toBe(true);
    expect(compile({ e: { x: ['1'], z: [{ exists: false }] } })({ e })).toBe(true);
    expect(compile({ e: { x: ['1'], constructor: { name: [{ exists: false }] } } })({ e })).toBe(true);
    expect(compile('{"e":{"x":["1"],"__proto__":{"__proto__":[{"exists":false}]}}}')({ e })).toBe(true);
  });

  test('are told apart by their place, not by their identity', () => {
    const shared = [{ k: '1' }, { k: '2' }];

    expect(compile({ new: { k: ['1'] }, old: { k: ['2'] } })({ new: shared, old: shared })).toBe(true);
  });
});

test('any text at all either compiles or is refused with a MappingError', () => {
  const fragment = fc.constantFrom(
    '{',
    '}',
    '[',
    ']',
    ':',
    ',',
    '"a"',
    '"$or"',
    '"prefix"',
    '"numeric"',
    '"exists"',
    '"anything-but"',
    '">"',
    '1',
    '1e999',
    'true',
    'null',
    '"x"',
  );
  const soup = fc.oneof(
    fc.string(),
    fc.array(fragment, { maxLength: 25 }).map((parts) => parts.join('')),
    fc.jsonValue({ maxDepth: 6 }).map((value) => JSON.stringify(value)),
    fc.jsonValue({ maxDepth: 4 }).map((value) => JSON.stringify({ a: value, $or: [{ b: value }, { c: [value] }] })),
    fc.jsonValue({ maxDepth: 4 }).map((value) => JSON.stringify({ a: [{ numeric: value }, { prefix: value }] })),
    fc.jsonValue({ maxDepth: 4 }).map((value) => JSON.stringify({ a: [{ 'anything-but': value }] })),
  );

  fc.assert(
    fc.property(soup, fc.jsonValue(), (pattern, record) => {
      try {
        expect(typeof compile(pattern)(record)).toBe('boolean');
      } catch (error) {
        expect(isMappingError(error)).toBe(true);
        expect(error).toMatchObject({ httpStatus: 400, hint: expect.stringMatching(/./u) });
      }
    }),
    { seed: 7, numRuns: 1500 },
  );
});
