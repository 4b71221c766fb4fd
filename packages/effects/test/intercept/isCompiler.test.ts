import { expect, test } from '@jest/globals';
import { isCompiler } from '../../src/intercept/isCompiler.ts';

test.each([
  ['/app/node_modules/@esbuild/linux-x64/bin/esbuild', ['--service=0.28.2', '--ping']],
  ['C:\\app\\node_modules\\@esbuild\\win32-x64\\esbuild.exe', ['--service=0.28.2']],
  ['/app/node_modules/esbuild/lib/main.js', []],
])('%s is a compiler', (file, args) => {
  expect(isCompiler(file, args)).toBe(true);
});

test.each([
  // A handler that bundles something asks for it itself.
  ['/app/node_modules/@esbuild/linux-x64/bin/esbuild', ['src/index.ts', '--bundle']],
  ['/app/node_modules/@esbuild/linux-x64/bin/esbuild', undefined],
  ['/usr/bin/curl', ['--service=0.28.2']],
  ['/app/esbuild/bin/esbuild-and-more', ['--service=0.28.2']],
  ['/app/lib/main.js', []],
  [new URL('file:///app/node_modules/esbuild/lib/main.js'), []],
])('%s with %j is none', (file, args) => {
  expect(isCompiler(file, args)).toBe(false);
});
