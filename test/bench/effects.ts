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
  readonly perSecond?: number;
  readonly loaded?: boolean;
  readonly bytes?: number;
}

function measured(what: string): Figures {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--expose-gc', program, what], { encoding: 'utf8' });
  if (status !== 0) throw new Error(`The contender ${what} ended with code ${status}: ${stderr}`);
  return JSON.parse(stdout) as Figures;
}

try {
  const speeds = new Map<string, number[]>();
  let isLoaded = false;
  for (let round = 0; round < rounds; round++) {
    for (const what of ['plain', 'loaded', 'wrapped']) {
      const { perSecond = 0, loaded } = measured(what);
      speeds.set(what, [...(speeds.get(what) ?? []), perSecond]);
      if (what === 'plain' && loaded === true) isLoaded = true;
    }
  }
  const speed = (what: string): number => median(speeds.get(what) ?? []);
  const thousands = (value: number): string => Math.round(value).toLocaleString('en');
  console.log(`Without effects nothing of them is loaded: ${!isLoaded}`);
  console.log(`calls of a handler without effects:        ${thousands(speed('plain'))} a second`);
  console.log(`the same where effects are loaded:         ${thousands(speed('loaded'))} a second`);
  console.log(`effects.wrap in runs of the simulator:     ${thousands(speed('wrapped'))} effects a second`);
  const { bytes = 0 } = measured('million');
  console.log(`a trace of a million effects:              ${Math.round(bytes / 1e6)} MB of heap`);
} finally {
  remove();
}
