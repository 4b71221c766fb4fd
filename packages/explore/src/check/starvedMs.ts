import { readdirSync, readFileSync } from 'node:fs';

/** How long the threads of this process were ready to run and had no processor; 0 where the system does not tell it. */
export function starvedMs(): number {
  try {
    const waits = readdirSync('/proc/self/task').map((thread) => waitNs(`/proc/self/task/${thread}/schedstat`));
    return waits.reduce((sum, wait) => sum + wait, 0) / 1e6;
  } catch {
    return 0;
  }
}

/** A thread may have ended since its name was read. */
function waitNs(path: string): number {
  try {
    return Number(readFileSync(path, 'utf8').split(' ')[1]) || 0;
  } catch {
    return 0;
  }
}
