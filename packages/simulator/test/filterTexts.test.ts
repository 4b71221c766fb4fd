import { describe, expect, test } from '@jest/globals';
import { compileFilterCriteria } from '../src/filter/compileFilterCriteria.ts';
import { filterWarnings } from '../src/filter/filterWarnings.ts';
import { isMappingError } from '../src/words/mappingError.ts';
import { expectGolden } from './expectGolden.ts';

const or = (branches: number): string =>
  `"$or":[${Array.from({ length: branches }, (_, index) => `{"f${index}":["1"]}`).join()}]`;
const nested = (levels: number): string => `${'{"a":'.repeat(levels)}["x"]${'}'.repeat(levels)}`;

/** Each is refused: JSON text first, then the structure of patterns, then each operator. */
const wrongPatterns: readonly unknown[] = [
  undefined,
  null,
  5,
  true,
  { eventName: ['INSERT'] },
  '',
  '{',
  '{"a"',
  '{"a":["x"]',
  '{"a":["x"',
  '{"a" ["x"]}',
  '{a:["x"]}',
  "{'a':['x']}",
  '{"a":[x]}',
  '{"a":[supercalifragilisticexpialidocious]}',
  '{"a":["x"],}',
  '{"a":["x",]}',
  '{"a":["x"]} junk',
  '{"a":["x"]}{}',
  '{"a":["\\q"]}',
  '{"a":["x]}',
  '{"a":[01]}',
  nested(201),
  '["a"]',
  'null',
  '"text"',
  '{}',
  '{"a":{}}',
  '{"a":{"b":{}}}',
  '{"a":[]}',
  '{"a":{"b":[]}}',
  '{"a":"x"}',
  '{"a":{"b":5}}',
  '{"a":null}',
  nested(129),
  '{"$or":{"a":["x"]}}',
  '{"a":{"$or":"x"}}',
  '{"$or":[]}',
  '{"$or":[{"a":["x"]}]}',
  '{"$or":[{"a":["x"]},5]}',
  '{"a":{"$or":[{"b":["x"]},{}]}}',
  '{"$or":[{"a":{"exists":["x"]}},{"b":["y"]}]}',
  `{${or(7)},${or(11)},${or(13)}}`,
  '{"a":[["x"]]}',
  '{"a":[{}]}',
  '{"a":[{"prefix":"x","suffix":"y"}]}',
  '{"a":[{"prefix":"x","prefix":"y"}]}',
  '{"a":[{"Prefix":"x"}]}',
  '{"a":[{"wildcard":"x*"}]}',
  '{"a":[{"cidr":"10.0.0.0/24"}]}',
  '{"a":[{"exists":"true"}]}',
  '{"a":[{"exists":1}]}',
  '{"a":[{"prefix":1}]}',
  '{"a":[{"prefix":["x"]}]}',
  '{"a":[{"prefix":{}}]}',
  '{"a":[{"prefix":{"suffix":"x"}}]}',
  '{"a":[{"prefix":{"equals-ignore-case":1}}]}',
  '{"a":[{"prefix":{"equals-ignore-case":"x","b":"y"}}]}',
  '{"a":[{"suffix":null}]}',
  '{"a":[{"equals-ignore-case":["x"]}]}',
  '{"a":[{"anything-but":[]}]}',
  '{"a":[{"anything-but":["x",1]}]}',
  '{"a":[{"anything-but":[true]}]}',
  '{"a":[{"anything-but":[["x"]]}]}',
  '{"a":[{"anything-but":null}]}',
  '{"a":[{"anything-but":{}}]}',
  '{"a":[{"anything-but":{"prefix":"x"}}]}',
  '{"a":[{"anything-but":1e400}]}',
  '{"a":[{"numeric":5}]}',
  '{"a":[{"numeric":[]}]}',
  '{"a":[{"numeric":[5]}]}',
  '{"a":[{"numeric":[{}]}]}',
  '{"a":[{"numeric":[[]]}]}',
  '{"a":[{"numeric":["="]}]}',
  '{"a":[{"numeric":["=","5"]}]}',
  '{"a":[{"numeric":["<","5"]}]}',
  '{"a":[{"numeric":[">=","5"]}]}',
  '{"a":[{"numeric":["!=",5]}]}',
  '{"a":[{"numeric":["=",1e400]}]}',
  '{"a":[{"numeric":["=",5,"<",6]}]}',
  '{"a":[{"numeric":["<",1,">",0]}]}',
  '{"a":[{"numeric":[">",0,1]}]}',
  '{"a":[{"numeric":[">",0,">",1]}]}',
  '{"a":[{"numeric":[">",0,"<"]}]}',
  '{"a":[{"numeric":[">",0,"<=","5"]}]}',
  '{"a":[{"numeric":[">",0,"<",5,"<",6]}]}',
  '{"a":[{"numeric":[">",5,"<",5]}]}',
];

/** Each is accepted, by AWS too, and does not do what it seems to. */
const doubtfulPatterns: readonly string[] = [
  '{"dynamodb":{"NewImage":{"n":{"N":[{"numeric":[">",5]}]}}}}',
  '{"dynamodb":{"NewImage":{"n":{"N":[101]}}}}',
  '{"dynamodb":{"NewImage":{"n":{"NS":[101]}}}}',
  '{"dynamodb":{"NewImage":{"s":{"S":[101]}}}}',
  '{"dynamodb":{"SequenceNumber":[{"numeric":[">",5]}]}}',
  '{"dynamodb":{"NewImage":{"n":{"N":[{"anything-but":[3]}]}}}}',
  '{"dynamodb":{"NewImage":{"gift":{"BOOL":["true"]}}}}',
  '{"dynamodb":{"NewImage":{"gift":{"BOOL":[1]}}}}',
  '{"dynamodb":{"NewImage":{"gift":{"BOOL":[{"numeric":["=",1]}]}}}}',
  '{"dynamodb":{"NewImage":{"gift":{"BOOL":[{"anything-but":"true"}]}}}}',
  '{"dynamodb":{"NewImage":{"gift":{"NULL":[null]}}}}',
  '{"dynamodb":{"NewImage":{"gift":{"NULL":[false]}}}}',
  '{"dynamodb":{"SizeBytes":[{"prefix":"1"}]}}',
  '{"dynamodb":{"SizeBytes":[{"suffix":"1"}]}}',
  '{"dynamodb":{"SizeBytes":[{"equals-ignore-case":"1"}]}}',
  '{"dynamodb":{"SizeBytes":["1"]}}',
  '{"dynamodb":{"SizeBytes":[{"anything-but":["1"]}]}}',
  '{"eventName":[null]}',
  '{"eventName":["insert","INSERT"]}',
  '{"eventSource":["aws:sqs"]}',
  '{"dynamodb":{"StreamViewType":["NEW_IMAGES"]}}',
  '{"dynamodb":{"NewImage":{"status":["PAID"]}}}',
  '{"dynamodb":{"NewImage":{"ship":{"city":{"S":["Lyon"]}}}}}',
  '{"dynamodb":{"NewImage":{"lines":{"L":{"0":{"S":["x"]}}}}}}',
  '{"dynamodb":{"NewImage":{"status":[{"exists":true}]}}}',
  '{"dynamodb":{"NewImage":{"status":[{"exists":false}]}}}',
  '{"dynamodb":{"NewImage":{"lines":{"L":[{"exists":true}]}}}}',
  '{"dynamodb":{"NewImage":{"status":{"S":{"S":["x"]}}}}}',
  '{"dynamodb":{"NewImage":{"status":{"S":{"S":[{"exists":false}]}}}}}',
  '{"dynamodb":{"OldImage":[{"exists":true}]}}',
  '{"dynamodb":{"OldImage":["x"]}}',
  '{"dynamodb":["x"]}',
  '{"userIdentity":[{"exists":true}]}',
  '{"userIdentity":{"Type":["Service"]}}',
  '{"tenant":["x"]}',
  '{"tenant":[{"exists":false}]}',
  '{"dynamodb":{"Newimage":{"a":{"S":["x"]}}}}',
  '{"eventName":["REMOVE"],"dynamodb":{"NewImage":{"a":{"S":["x"]}}}}',
  '{"eventName":["REMOVE","REMOVE"],"dynamodb":{"NewImage":{"b":{"S":[{"exists":false}]},"a":{"S":[{"exists":true}]}}}}',
  '{"eventName":["INSERT"],"dynamodb":{"OldImage":{"a":{"S":["x"]}}}}',
  '{"eventName":["INSERT"],"eventName":["MODIFY"]}',
  '{"tenant":["x"],"$or":[{"eventName":["insert"]},{"eventName":["MODIFY"]}]}',
];

function refusal(Filters: unknown): string {
  try {
    compileFilterCriteria({ Filters } as never);
  } catch (error) {
    if (!isMappingError(error)) throw error;
    return `  ${error.code}, ${error.certainty}: ${error.message}\n  ${error.hint}\n`;
  }
  throw new Error(`Accepted: ${JSON.stringify(Filters)}`);
}

const short = (pattern: unknown): string =>
  ((JSON.stringify(pattern) as string | undefined) ?? 'undefined').replace(/(?:\{\\"a\\":){9,}/u, '…');

describe('S12 to S16: what is said about filters', () => {
  test('every refusal has AWS’s text, how well it is known, and the cause that AWS hides', () => {
    const texts = wrongPatterns.map((Pattern) => `${short(Pattern)}\n${refusal([{ Pattern }])}`);
    const filter = { Pattern: '{"eventName":["INSERT"]}' };
    const others = [
      ['the second filter', refusal([filter, { Pattern: '{' }])],
      ['no filter but null', refusal([null])],
      ['11 filters', refusal(Array.from({ length: 11 }, () => filter))],
      ['4097 characters', refusal([filter, { Pattern: ' '.repeat(4097) }])],
      ['Filters that are no list', refusal({ Pattern: '{}' })],
    ].map(([what, text]) => `${what}\n${text}`);
    expectGolden('filter-refusals', [...texts, ...others].join('\n'));
  });

  test('every warning says where, what happens and what to write', () => {
    const texts = doubtfulPatterns.map((Pattern) => {
      const warnings = filterWarnings({ Filters: [{ Pattern }] });
      return `${Pattern}\n${warnings.map(({ code, message }) => `  ${code}: ${message}\n`).join('')}`;
    });
    const sixFilters = Array.from({ length: 6 }, () => ({ Pattern: '{"eventName":["INSERT"]}' }));
    const [quota] = filterWarnings({ Filters: sixFilters });
    expectGolden('filter-warnings', [...texts, `6 filters\n  ${quota?.code}: ${quota?.message}\n`].join('\n'));
  });

  test('criteria that are no object are refused too', () => {
    for (const criteria of [[], 'x', 5]) {
      expect(() => compileFilterCriteria(criteria as never)).toThrow(
        expect.objectContaining({
          certainty: 'recorded',
          hint: 'FilterCriteria is not an object. Write { Filters: [{ Pattern: "…" }] }.',
        }),
      );
    }
  });
});
