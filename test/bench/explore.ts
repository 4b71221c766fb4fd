/**
 * What an exploration costs, as users run it: `npm run bench:explore`. See `explore-program.ts`.
 */
import { spawnSync } from 'node:child_process';
import { bundledProgram } from './bundledProgram.ts';

const { program, remove } = await bundledProgram('explore-program.ts');
try {
  process.exitCode = spawnSync(process.execPath, [program], { stdio: 'inherit' }).status ?? 1;
} finally {
  remove();
}
