import { spawnSync } from 'node:child_process';
import { bundledProgram } from './bundledProgram.ts';
import { median } from './median.ts';
import type { Cost, Costs, Way } from './standIns-contender.ts';

// What a call of an SDK client, version 3, costs on a stand-in behind interception, as in a replay, with nothing said to the
// client; on one that is its request handler; and on the same stand-in served at loopback by another process: time on the clock, and time of the processors, of client and server together, which other work on the
// machine disturbs less. They take turns in short rounds, in several processes, and the medians over all rounds are compared.

const processes = Number(process.argv[2] ?? 3);
const { program, remove } = await bundledProgram('standIns-contender.ts');

try {
  for (const name of ['sqs.SendMessage', 'dynamodb.PutItem']) {
    const all: Costs[] = [];
    for (let times = 0; times < processes; times++) {
      const { status, stdout, stderr } = spawnSync(process.execPath, [program, name], { encoding: 'utf8' });
      if (status !== 0) throw new Error(`The contender of ${name} ended with code ${status}: ${stderr}`);
      all.push(JSON.parse(stdout) as Costs);
    }
    const of = (way: Way, what: keyof Cost): number =>
      median(all.flatMap((costs) => costs[way].map((cost) => cost[what])));
    for (const way of ['intercepted', 'handler'] as const) {
      const said = (['clock', 'processors'] as const).map((what) => {
        const times = of('far', what) / of(way, what);
        return `${of(way, what).toFixed(0)} and ${of('far', what).toFixed(0)} µs by the ${what} (${times.toFixed(1)} times)`;
      });
      console.log(`${name}, ${way}, and at loopback: ${said.join(', ')}`);
      if (of('far', 'processors') < 2 * of(way, 'processors')) process.exitCode = 1;
    }
  }
} finally {
  remove();
}
