import childProcess from 'node:child_process';
import module from 'node:module';
import threads from 'node:worker_threads';
import { theObserver } from '../observer/theObserver.ts';
import { stackHere } from './caller.ts';
import { isCompiler } from './isCompiler.ts';
import { isLoader } from './isLoader.ts';
import { isOurs } from './ours.ts';
import type { Patches } from './patches.ts';
import { refusal } from './refusal.ts';
import type { WebRules } from './webRequest.ts';

/**
 * Tells of child processes and worker threads, and refuses them unless they are allowed: what they do is not seen, and
 * nothing here holds for them.
 */
export function interceptProcesses(patches: Patches, rules: WebRules, areAllowed: boolean): void {
  const gate = (way: 'process' | 'thread', what: string): void => {
    if (isOurs()) return;
    const error = areAllowed ? undefined : refusal(way, what, stackHere());
    const name = `${way === 'process' ? 'spawn' : 'worker'} ${what}`;
    const effect = theObserver().begin(() => ({ name, kind: 'write', call: { [way]: what } }));
    if (effect !== undefined && effect !== 'gone') effect.end(error === undefined ? 'done' : 'refused', error);
    if (error === undefined) return;
    rules.onRefused(error);
    throw error;
  };
  patches.replace(childProcess.ChildProcess.prototype, 'spawn', (original) => {
    return function (this: unknown, options: SpawnOptions) {
      if (!isCompiler(options.file, options.args)) gate('process', String(options.args?.join(' ') ?? options.file));
      return Reflect.apply(original, this, [options]);
    };
  });
  for (const name of ['spawnSync', 'execSync', 'execFileSync']) {
    patches.replace(childProcess, name, (original) => {
      return (...given: readonly unknown[]) => {
        const args: readonly unknown[] = Array.isArray(given[1]) ? given[1] : [];
        if (!isCompiler(given[0], args)) gate('process', [given[0], ...args].map(String).join(' '));
        return Reflect.apply(original, childProcess, given);
      };
    });
  }
  // It puts another program in the place of this one; Node has it since 22.15.
  if (typeof Reflect.get(process, 'execve') === 'function') {
    patches.replace(process, 'execve', (original) => {
      return (file: unknown, args: unknown, ...others: readonly unknown[]) => {
        gate('process', [file, ...(Array.isArray(args) ? args.slice(1) : [])].map(String).join(' '));
        return Reflect.apply(original, process, [file, args, ...others]);
      };
    });
  }
  patches.replace(threads, 'Worker', (Original) => {
    return new Proxy(Original, {
      construct: (target, given: [string | URL, object?], newTarget) => {
        if (!isCompiler(given[0])) gate('thread', String(given[0]).slice(0, 200));
        return Reflect.construct(target, given, newTarget) as object;
      },
    });
  });
  // Hooks for modules run in a thread of their own. A file of tests of Jest has a module `node:module` of its own.
  for (const owner of new Set<object>([module, process.getBuiltinModule('node:module')])) {
    patches.replace(owner, 'register', (original) => {
      return (...given: readonly unknown[]) => {
        if (!isLoader(given[0], given[1])) gate('thread', String(given[0]).slice(0, 200));
        return Reflect.apply(original, owner, given);
      };
    });
  }
}

interface SpawnOptions {
  readonly file?: string;
  readonly args?: readonly string[];
}
