/** Runs every row through a simulation of the runtime that is named, and prints those that are not heard as recorded. */
import { recordedHeard } from './heard.ts';
import { heardByUs } from './heardByUs.ts';
import { runtimes } from './row.ts';
import { rows } from './rows.ts';

const runtime = runtimes.find((name) => name === process.argv[2]);
if (runtime === undefined) throw new Error(`Name one of ${runtimes.join(', ')}.`);

const recorded = recordedHeard();
const others: string[] = [];
for (const row of rows) {
  const theirs = JSON.stringify(recorded[row.name]?.[runtime]);
  // A machine that stalls for 15 ms lets what is left over overtake the next call: such a row is asked again.
  let ours = '';
  for (let tries = 0; tries < 4 && ours !== theirs; tries++) ours = JSON.stringify(await heardByUs(row, runtime));
  if (ours !== theirs) others.push(`${row.name}\n  theirs ${theirs}\n  ours   ${ours}`);
}
console.log(JSON.stringify({ asked: rows.length, others }));
