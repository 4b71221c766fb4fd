const binary = /[\\/]@?esbuild[\\/](?:[^\\/]+[\\/])?(?:bin[\\/])?esbuild(?:\.exe)?$/u;
const worker = /[\\/]esbuild[\\/]lib[\\/]main\.js$/u;

/**
 * Whether this is esbuild as a service: tsx, Vitest and others compile TypeScript by it, in a process or a thread that they start
 * when they first need it, and which the handler did not ask for. It reads and writes files, and reaches nothing else.
 */
export function isCompiler(file: unknown, args: readonly unknown[] = []): boolean {
  if (typeof file !== 'string') return false;
  if (worker.test(file)) return true;
  return binary.test(file) && args.some((word) => typeof word === 'string' && word.startsWith('--service='));
}
