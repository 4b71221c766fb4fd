/**
 * What it costs to see effects: `npx tsx --conditions=@millrace/source test/bench/effects.ts`. Each figure is of processes of
 * their own, by turns; the middle one counts.
 */
import { spawnSync } from 'node:child_process';
import { bundledProgram } from './bundledProgram.ts';
import { median } from './median.ts';

const rounds = Number(process.argv[2] ?? 5);
const { program, remove } = await bundledProgram('effects-contender.ts');

interface Figures {
  readonly perSecond?: { readonly clock: number; readonly processors: number };
  readonly loaded?: boolean;
  readonly bytes?: number;
  readonly resident?: number;
}

function measured(what: string): Figures {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--expose-gc', program, what], { encoding: 'utf8' });
  if (status !== 0) throw new Error(`The contender ${what} ended with code ${status}: ${stderr}`);
  return JSON.parse(stdout) as Figures;
}

try {
  const speeds = new Map<string, NonNullable<Figures['perSecond']>[]>();
  let isLoaded = false;
  for (let round = 0; round < rounds; round++) {
    for (const what of ['plain', 'loaded', 'wrapped']) {
      const { perSecond = { clock: 0, processors: 0 }, loaded } = measured(what);
      speeds.set(what, [...(speeds.get(what) ?? []), perSecond]);
      if (what === 'plain' && loaded === true) isLoaded = true;
    }
  }
  const thousands = (value: number): string => Math.round(value).toLocaleString('en');
  // Other work on the machine disturbs the time of the processors less than the clock.
  const speed = (what: string): string => {
    const of = (time: 'clock' | 'processors'): string =>
      thousands(median((speeds.get(what) ?? []).map((figure) => figure[time])));
    return `${of('clock')} a second of the clock, ${of('processors')} of the processors`;
  };
  const megabytes = (bytes: number): string => `${Math.round(bytes / 1e6)} MB`;
  console.log(`Without effects nothing of them is loaded: ${!isLoaded}`);
  console.log(`calls of a handler without effects:        ${speed('plain')}`);
  console.log(`the same where effects are loaded:         ${speed('loaded')}`);
  console.log(`effects.wrap in runs of the simulator:     ${speed('wrapped')}`);
  const { bytes = 0, resident = 0 } = measured('million');
  console.log(
    `a trace of a million effects:              ${megabytes(bytes)} of heap, ${megabytes(resident)} resident`,
  );
} finally {
  remove();
}
