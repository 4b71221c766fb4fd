import { execFile } from 'node:child_process';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { temporaryFolder } from './temporaryFolder.ts';

// Jest has a module loader of its own, so the loading is done in a process without it: one for all cases.
const folder = join(__dirname, 'handlers');
const loaded = {
  'typescript.ts': { answer: 'typescript -1' },
  'typescript.ts#onOrder': { answer: 'onOrder' },
  'onlyDefault.mjs': { answer: 'default' },
  'common.cjs': { answer: 'common' },
  'wholeModule.cjs': { answer: 'module' },
};
const refused = {
  'typescript.ts#limit': /export "limit" of .* is a number, expected a function.*exports: handler, onOrder; choose one/,
  'typescript.ts#missing': /export "missing" of .* is not there/,
  'nothing.mjs': /export "handler" of .* is not there.*It exports no function/,
  'broken.mjs': /broken\.mjs does not load:\nError: no connection string/,
  'number.cts': /export "handler" of .* is a number/,
  'typescript.onOrder': /There is no handler file .*typescript\.onOrder\. .*: --handler .*typescript\.ts#onOrder$/,
  'common.handler': /There is no handler file .*common\.handler\. .*: --handler .*common\.cjs#handler$/,
  'typescript.js': /There is no handler file .*typescript\.js\. Pass --handler <file\[#export\]>/,
  'none.handler': /There is no handler file .*none\.handler\. Pass --handler <file\[#export\]>/,
  'none.ts': /There is no handler file .*none\.ts.*src\/handler\.ts#onOrder/,
};

interface Answer {
  readonly answer?: string;
  readonly error?: string;
  readonly failure?: string;
}

async function loadAll(flag: string, references: readonly string[], imports: readonly string[] = []) {
  const tsx = pathToFileURL(createRequire(__filename).resolve('tsx')).href;
  const { stdout } = await promisify(execFile)(process.execPath, [
    '--conditions=@millrace/source',
    ...[tsx, ...imports].flatMap((module) => ['--import', module]),
    join(folder, 'loadAll.ts'),
    flag,
    ...references,
  ]);
  return JSON.parse(stdout) as Answer[];
}

function failureOf(reference: string): string {
  if (reference === 'broken.mjs') return 'doesNotLoad';
  return /^(typescript\.ts#|nothing|number)/.test(reference) ? 'noFunction' : 'noFile';
}

describe('loadHandler', () => {
  const references = [...Object.keys(loaded), ...Object.keys(refused)];
  // Written here, as an alias is a fault to the tools that watch this repository's imports.
  const aliased = temporaryFolder({
    'tsconfig.json': '{ "compilerOptions": { "module": "nodenext", "paths": { "@app/*": ["./lib/*"] } } }',
    'lib/words.mts': "export const words = 'from an alias';",
    'package.json': '{}',
    'commonJs.ts': `
      import { words } from '@app/words.mjs';
      interface NothingAtRunTime { readonly lines: number }
      export const handler = async () => words + new Error().stack?.split('\\n')[1];`,
    'handler.mts': "import { words } from '@app/words.mts'; export const handler = async () => words;",
  });
  let firstAnswer: Answer | undefined;
  let answers: Answer[];
  beforeAll(async () => {
    // First, as tsx asks for the tsconfig.json of CommonJS modules once in a process.
    const first = join(aliased, 'commonJs.ts');
    const others = references.map((reference) => join(folder, reference));
    [firstAnswer, ...answers] = await loadAll('--handler', [first, ...others, join(aliased, 'handler.mts')]);
  }, 30_000);

  test.each(Object.entries(loaded))('loads %s', (reference, expected) => {
    expect(answers[references.indexOf(reference)]).toEqual(expected);
  });

  test('loads a handler with the tsconfig.json beside it', () => {
    expect(answers.at(-1)).toEqual({ answer: 'from an alias' });
  });

  test('loads a CommonJS handler in TypeScript with the tsconfig.json beside it, and a stack names its lines', () => {
    expect(firstAnswer).toEqual({ answer: expect.stringMatching(/^from an alias +at handler .*commonJs\.ts:4:/) });
  });

  test.each(Object.entries(refused))('says what is wrong with %s', (reference, message) => {
    expect(answers[references.indexOf(reference)]).toEqual({
      error: expect.stringMatching(message),
      failure: failureOf(reference),
    });
  });
});

test('an error names a file as it is written, which is without a flag in a program', async () => {
  const answers = await loadAll('', [join(folder, 'none.ts'), join(folder, 'nothing.mjs')]);

  expect(answers.map(({ error }) => error)).toEqual([
    expect.stringMatching(/none\.ts\. Pass <file\[#export\]> with a path/),
    expect.stringMatching(/; choose one with [^-].*nothing\.mjs#<export>\.$/),
  ]);
}, 30_000);

describe('where tsx is not installed', () => {
  const references = ['onlyDefault.mjs', 'common.cjs', 'wholeModule.cjs', 'broken.mjs', 'typescript.ts', 'number.cts'];
  let answers: Answer[];
  beforeAll(async () => {
    const paths = references.map((reference) => join(folder, reference));
    answers = await loadAll('', paths, [pathToFileURL(join(folder, 'withoutTsx.mjs')).href]);
  }, 30_000);

  test('handlers in JavaScript load', () => {
    expect(answers.slice(0, 3)).toEqual([{ answer: 'default' }, { answer: 'common' }, { answer: 'module' }]);
  });

  test('a handler that throws says so', () => {
    expect(answers[3]).toEqual({ error: expect.stringMatching(/no connection string/), failure: 'doesNotLoad' });
  });

  test.each([4, 5])('a handler in TypeScript says how to install it', (index) => {
    expect(answers[index]).toEqual({
      error: expect.stringMatching(/\.c?ts is written in TypeScript, .* `npm install --save-dev tsx`/),
      failure: 'needsTsx',
    });
  });
});
