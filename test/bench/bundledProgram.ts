import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';

/**
 * Bundles a file of this folder into a program for plain Node, as users run it: tsx would slow down closures (it names
 * them) and `import()`, and takes memory of its own. `remove` deletes the program.
 */
export async function bundledProgram(file: string): Promise<{ readonly program: string; readonly remove: () => void }> {
  // Inside this folder, so that the bundle finds the peers it leaves outside.
  const folder = mkdtempSync(join(import.meta.dirname, '.bench-'));
  const remove = (): void => rmSync(folder, { recursive: true });
  try {
    const program = join(folder, 'program.mjs');
    await build({
      entryPoints: [join(import.meta.dirname, file)],
      bundle: true,
      format: 'esm',
      platform: 'node',
      target: 'node20',
      conditions: ['@millrace/source'],
      external: ['@aws-sdk/*', '@aws-lambda-powertools/*', 'dynalite', 'zod'],
      // What is CommonJS among what is bundled asks for modules of Node.
      banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" },
      outfile: program,
    });
    return { program, remove };
  } catch (error) {
    remove();
    throw error;
  }
}
