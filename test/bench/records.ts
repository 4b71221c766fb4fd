/**
 * Speed and size of `@millrace/records`, against its peers and against what Lambda does anyway. From the root:
 *
 *   npx tsx --conditions=@millrace/source test/bench/records.ts [rounds]
 *
 * How it is measured, and how to read it: see `contest`.
 */
import { contest } from './contest.ts';
import { bundleSizes } from './records-size.ts';

const contenders = {
  parse: 'JSON.parse of the event',
  unmarshall: 'util-dynamodb unmarshall',
  decode: 'millrace decode',
  decodeInLoop: 'millrace decode, no code for shapes',
  decodeAndZod: 'millrace decode + zod',
  powertools: 'Powertools batch + parser, prebuilt schema',
};
export type ContenderName = keyof typeof contenders;

const names = Object.keys(contenders) as ContenderName[];
const atLeast = Number(process.argv[2] ?? 65);
const recordsInEvent = 100; // Lambda's default BatchSize

const { microseconds, rounds, bytes } = await contest('records-contender.ts', names, recordsInEvent, atLeast);
const { parse, unmarshall, decode, decodeInLoop, decodeAndZod, powertools } = microseconds;
console.log(
  `Node ${process.version}, ${rounds} rounds, MODIFY records of ${bytes} bytes in events of ${recordsInEvent}\n`,
);
for (const name of names) console.log(`${contenders[name].padEnd(44)} ${microseconds[name].toFixed(3)} µs a record`);
console.log(`
decode / unmarshall            ${(unmarshall / decode).toFixed(2)} × as fast   (wanted: 1.8 or more)
decode / without code          ${(decodeInLoop / decode).toFixed(2)} × as fast
decode + zod / JSON.parse      ${(decodeAndZod / parse).toFixed(3)} of its time  (wanted: 0.25 or less)
decode + zod / Powertools      ${(powertools / decodeAndZod).toFixed(1)} × as fast   (wanted: 8 or more)
`);
for (const { what, minified, gzipped } of await bundleSizes()) {
  console.log(`${what.padEnd(44)} ${minified} bytes minified, ${gzipped} gzipped`);
}
