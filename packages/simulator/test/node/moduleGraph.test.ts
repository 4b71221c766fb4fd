import { execFile } from 'node:child_process';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, test } from '@jest/globals';
import { temporaryFolder } from './temporaryFolder.ts';

// One module graph for a handler and the test doubles that are loaded before it, in which a file is known by its own name.
// In processes of its own, as Jest has a module loader of its own.

async function answerOf(folder: string, handler: string, ...imports: string[]): Promise<unknown> {
  const tsx = pathToFileURL(createRequire(__filename).resolve('tsx')).href;
  const paths = [handler, ...imports].map((file) => (file.includes('.') ? join(folder, file) : file));
  const loader = join(__dirname, 'handlers', 'loadOne.ts');
  const args = ['--conditions=@millrace/source', '--import', tsx, loader, ...paths];
  const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: folder });
  return JSON.parse(stdout);
}

const reader = {
  'node_modules/reader/package.json': '{ "name": "reader", "main": "index.js" }',
  'node_modules/reader/words.txt': 'read beside itself',
  'node_modules/reader/index.js': `
    const text = require('node:fs').readFileSync(require.resolve('./words.txt'), 'utf8');
    module.exports = { text, isPlain: [module.filename, require.resolve('./words.txt')].every((name) => !name.includes('?')) };`,
};
const mailer = `export const mailer = { send: (): string => 'real' }; export function post(): string { return 'real'; }`;

describe('a CommonJS handler in TypeScript', () => {
  const folder = temporaryFolder({
    ...reader,
    'package.json': '{}',
    'tsconfig.json':
      '{ "compilerOptions": { "experimentalDecorators": true, "module": "commonjs" }, "include": ["elsewhere"] }',
    'mailer.ts': mailer,
    'lazy.ts': `export const lazy: string = 'imported later';`,
    'module.mts': `export const lazy: string = 'an ES module';`,
    'handler.ts': `
      import { mailer, post } from './mailer';
      import reader = require('reader');
      export const handler = async () => {
        const [{ lazy }, module_] = await Promise.all([import('./lazy'), import('./module.mjs')]);
        return { sent: mailer.send(), posted: post(), lazy, module: module_.lazy, text: reader.text, isPlain: reader.isPlain,
          own: [module.filename, require.resolve('./mailer')] };
      };`,
    'double.ts': `
      import * as real from './mailer';
      real.mailer.send = () => 'double';
      require.cache[require.resolve('./mailer')]!.exports = { ...real, post: () => 'double' };`,
    'double.mjs': `import { createRequire } from 'node:module'; createRequire(import.meta.url)('./mailer.ts').mailer.send = () => 'from a module';`,
    'decorated.ts': `
      function named(target: object, key: string, descriptor: PropertyDescriptor) { descriptor.value = () => 'decorated ' + key; }
      class Handler { @named run(): string { return 'bare'; } }
      export const handler = async () => new Handler().run();`,
    'awaits.ts': 'const waited: number = await Promise.resolve(1); export const handler = async () => waited;',
  });

  test('imports TypeScript later, files know their own names, and packages read files beside themselves', async () => {
    expect(await answerOf(folder, 'handler.ts')).toEqual({
      sent: 'real',
      posted: 'real',
      lazy: 'imported later',
      module: 'an ES module',
      text: 'read beside itself',
      isPlain: true,
      own: [join(folder, 'handler.ts'), join(folder, 'mailer.ts')],
    });
  });

  test('meets the doubles that were loaded before it', async () => {
    expect(await answerOf(folder, 'handler.ts', 'double.ts')).toMatchObject({ sent: 'double', posted: 'double' });
    expect(await answerOf(folder, 'handler.ts', 'double.mjs')).toMatchObject({ sent: 'from a module', posted: 'real' });
  });

  test('has its decorators also where the tsconfig.json does not include it', async () => {
    expect(await answerOf(folder, 'decorated.ts')).toBe('decorated run');
  });

  test('that awaits at its top level is told what to do', async () => {
    expect(await answerOf(folder, 'awaits.ts')).toEqual({
      error: expect.stringMatching(/does not load:.*Name it \.mts, or set "type": "module"/s),
      failure: 'doesNotLoad',
    });
  });

  test('a module of a package is a double too; one that is not there is named', async () => {
    expect(await answerOf(folder, 'handler.ts', 'reader')).toMatchObject({ sent: 'real' });
    expect(await answerOf(folder, 'handler.ts', 'none.ts')).toEqual({
      error: expect.stringMatching(/^There is no file .*none\.ts to import before the handler, and no module/),
      failure: 'noFile',
    });
  });
});

describe('an ES module in TypeScript', () => {
  const folder = temporaryFolder({
    ...reader,
    'package.json': '{ "type": "module" }',
    'mailer.ts': mailer,
    'lazy.ts': `export const lazy: string = 'imported later';`,
    'handler.ts': `
      import { mailer } from './mailer.js';
      import reader from 'reader';
      const waited: number = await Promise.resolve(1);
      export const handler = async () => {
        const { lazy } = await import('./lazy.ts');
        return { sent: mailer.send(), lazy, waited, text: reader.text, isPlain: reader.isPlain, own: import.meta.url };
      };`,
    'double.ts': `import { mailer } from './mailer.js'; mailer.send = () => 'double';`,
    'double.cjs': `require('reader').text = 'a double of a package';`,
    'broken.ts': `throw new Error('no double');`,
  });

  test('awaits at its top level and meets the doubles that were loaded before it, of either kind', async () => {
    expect(await answerOf(folder, 'handler.ts', 'double.ts', 'double.cjs')).toEqual({
      sent: 'double',
      lazy: 'imported later',
      waited: 1,
      text: 'a double of a package',
      isPlain: true,
      own: pathToFileURL(join(folder, 'handler.ts')).href,
    });
  });

  test('a double that throws is named', async () => {
    expect(await answerOf(folder, 'handler.ts', 'broken.ts')).toEqual({
      error: expect.stringMatching(
        /^What is imported before the handler, .*broken\.ts, does not load:\nError: no double/,
      ),
      failure: 'doesNotLoad',
    });
  });
});
