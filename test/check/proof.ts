/**
 * The proof of the check-up: `npm run check:proof`, or with numbers, `npm run check:proof -- 2 answersBeforeDone` for 2 seeds
 * of the cases whose file has that in its name, and `6-10` for those seeds. Prints each disagreement, then precision and recall
 * of each code. `PROOF_AT_ONCE=4` checks as many handlers at once, `PROOF_TELLS_ALL=1` prints what is right too.
 */
import { availableParallelism } from 'node:os';
import { cases } from './cases.ts';
import { codes } from './checkCase.ts';
import { runCase } from './runCase.ts';

const [first = 1, last = first] = (process.argv[2] ?? '10')
  .replace(/^(\d+)$/, '1-$1')
  .split('-')
  .map(Number);
const seeds = last - first + 1;
const part = process.argv[3] ?? '';
const chosen = cases.filter(({ file }) => file.includes(part));
const runs = Array.from({ length: seeds }, (_, index) => first + index).flatMap((seed) =>
  chosen.map((each) => ({ each, seed })),
);
const counts = new Map(codes.map((code) => [code, { right: 0, missed: 0, wrong: 0 }]));
let untouchedGood = 0;
let disagreements = 0;

async function work(): Promise<void> {
  for (let run = runs.shift(); run !== undefined; run = runs.shift()) {
    const { each, seed } = run;
    const { found, missed, wrong, notTried, evidence } = await runCase(each, seed);
    for (const [code, count] of counts) {
      if (missed.includes(code)) count.missed++;
      else if (wrong.includes(code)) count.wrong++;
      else if (found.includes(code)) count.right++;
    }
    if (each.codes.length === 0 && wrong.length === 0) untouchedGood++;
    if (missed.length + wrong.length === 0) {
      if (process.env['PROOF_TELLS_ALL'] !== undefined) console.log(`${each.file}, seed ${seed}: right`);
      continue;
    }
    disagreements++;
    console.log(`${each.file}, seed ${seed}: missed [${missed.join(', ')}], wrong [${wrong.join(', ')}]`);
    for (const line of evidence) console.log(`  ${line}`);
    for (const line of notTried) console.log(`  not tried: ${line}`);
  }
}

const begun = Date.now();
const atOnce = Number(process.env['PROOF_AT_ONCE'] ?? Math.min(2, availableParallelism()));
await Promise.all(Array.from({ length: atOnce }, work));

const percent = (part: number, of: number): string => (of === 0 ? '-' : `${((100 * part) / of).toFixed(1)} %`);
console.log(
  `\n${'code'.padEnd(24)}${'right'.padStart(7)}${'missed'.padStart(8)}${'wrong'.padStart(7)}   precision   recall`,
);
const sum = { right: 0, missed: 0, wrong: 0 };
for (const [code, { right, missed, wrong }] of counts) {
  sum.right += right;
  sum.missed += missed;
  sum.wrong += wrong;
  const numbers = `${String(right).padStart(7)}${String(missed).padStart(8)}${String(wrong).padStart(7)}`;
  const rates = `${percent(right, right + wrong).padStart(12)}${percent(right, right + missed).padStart(9)}`;
  console.log(`${code.padEnd(24)}${numbers}${rates}`);
}
const all = `precision ${percent(sum.right, sum.right + sum.wrong)}, recall ${percent(sum.right, sum.right + sum.missed)}`;
console.log(
  `\n${seeds} seeds (${first} to ${last}) of ${chosen.length} handlers: ${all}; ${disagreements} runs disagree.`,
);
const good = chosen.filter(({ codes }) => codes.length === 0).length;
console.log(`${untouchedGood} of ${good * seeds} runs of ${good} good handlers found nothing.`);
console.log(`${Math.round((Date.now() - begun) / 1000)} s.`);
process.exitCode = disagreements === 0 ? 0 : 1;
