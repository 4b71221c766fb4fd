import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { readJson, type JsonNode } from '../src/filter/readJson.ts';

function plain(node: JsonNode): unknown {
  switch (node.kind) {
    case 'object':
      return Object.fromEntries(node.entries.map(([name, value]) => [name, plain(value)]));
    case 'array':
      return node.elements.map(plain);
    case 'string':
    case 'number':
    case 'literal':
      return node.value;
    default:
      return node satisfies never;
  }
}

function parsed(text: string): { readonly ok: boolean; readonly value?: unknown } {
  try {
    return { ok: true, value: JSON.parse(text) };
  } catch {
    return { ok: false };
  }
}

function read(text: string): { readonly ok: boolean; readonly value?: unknown } {
  const reading = readJson(text);
  return reading.ok ? { ok: true, value: plain(reading.node) } : { ok: false };
}

describe('readJson', () => {
  test('reads every JSON text as JSON.parse does', () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 5 }), fc.constantFrom(0, 1, 3), (text, indent) => {
        const spaced = JSON.stringify(JSON.parse(text), null, indent);
        expect(read(spaced)).toEqual(parsed(spaced));
      }),
      { seed: 1, numRuns: 1000 },
    );
  });

  test('accepts exactly the texts that JSON.parse accepts, also when they are damaged', () => {
    const damaged = fc
      .tuple(
        fc.json({ maxDepth: 3 }),
        fc.nat(),
        fc.constantFrom('', ',', '"', '{', ']', '\\', '0', '-', '.', 'e1', '\u0001', ' ', 'nul'),
      )
      .map(([text, at, insert]) => {
        const cut = at % (text.length + 1);
        return `${text.slice(0, cut)}${insert}${text.slice(insert === '' ? cut + 1 : cut)}`;
      });

    fc.assert(
      fc.property(damaged, (text) => {
        expect(read(text)).toEqual(parsed(text));
      }),
      { seed: 2, numRuns: 2000 },
    );
  });

  test.each([
    '01',
    '1.',
    '.5',
    '+1',
    '1e',
    '0x10',
    'NaN',
    'Infinity',
    "'a'",
    '{a:1}',
    '[1,]',
    '{"a":1,}',
    '/**/1',
    '1 2',
    '\u00a01',
    '"\n"',
    '"\\x"',
    '',
  ])('refuses %j', (text) => {
    expect(readJson(text).ok).toBe(false);
  });

  test('keeps duplicate names in the order written', () => {
    const reading = readJson('{"a":1,"b":2,"a":3}');

    expect(reading.ok && reading.node.kind === 'object' && reading.node.entries.map(([name]) => name)).toEqual([
      'a',
      'b',
      'a',
    ]);
  });

  test('says what is wrong and where', () => {
    expect(readJson('{"a":["x"] "b"}')).toEqual({ ok: false, reason: 'expected "," or "}", found "\\""', offset: 11 });
  });

  test('throws what is no fault of the text, instead of blaming the text', () => {
    expect(() => readJson(null as never)).toThrow(TypeError);
  });

  test('stops at 200 levels instead of overflowing the stack', () => {
    const nested = (levels: number): string => '['.repeat(levels) + ']'.repeat(levels);

    expect(readJson(nested(201)).ok).toBe(true);
    expect(readJson(nested(202))).toMatchObject({ ok: false, reason: expect.stringContaining('200') });
    expect(readJson('['.repeat(100_000)).ok).toBe(false);
  });
});
