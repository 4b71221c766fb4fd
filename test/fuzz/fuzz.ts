/**
 * Attacks parts of the house with random input for some minutes: `npm run fuzz` all of them, `npm run fuzz -- handler` one,
 * `npm run fuzz -- records --minutes 10 --seed 7`. A finding prints its seed, and the exit code is 1.
 */
import { parseArgs } from 'node:util';
import { fuzzRound } from './fuzzPart.ts';
import { fuzzParts } from './fuzzParts.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { minutes: { type: 'string', default: '2' }, seed: { type: 'string' } },
});
const known = fuzzParts.map(({ name }) => name);
const unknown = positionals.filter((name) => !known.includes(name));
const minutes = Number(values.minutes);
const firstSeed = values.seed === undefined ? Math.floor(Math.random() * 2 ** 30) : Number(values.seed);
if (unknown.length > 0 || !(minutes > 0) || !Number.isSafeInteger(firstSeed)) {
  console.error(`Usage: npm run fuzz -- [${known.join(' | ')}] [--minutes N] [--seed N]`);
  process.exit(2);
}

for (const part of fuzzParts.filter(({ name }) => positionals.length === 0 || positionals.includes(name))) {
  // The planted fault first: a round that does not find it would find nothing else either.
  if ((await fuzzRound(part, firstSeed, { isPlanted: true })) === undefined) {
    console.error(`${part.name}: the planted fault was not found, seed ${firstSeed}`);
    process.exitCode = 1;
    continue;
  }
  const endsAt = performance.now() + minutes * 60_000;
  let rounds = 0;
  while (rounds === 0 || performance.now() < endsAt) {
    const finding = await fuzzRound(part, firstSeed + rounds);
    rounds++;
    if (finding === undefined) continue;
    const { seed, input, error } = finding;
    console.error(`${part.name}: ${error}\nInput: ${input}\nReproduce: npm run fuzz -- ${part.name} --seed ${seed}`);
    process.exitCode = 1;
    break;
  }
  console.log(
    `${part.name}: ${rounds * part.runsInRound} inputs, seeds ${firstSeed} to ${firstSeed + rounds - 1}. ${part.claim}`,
  );
}
