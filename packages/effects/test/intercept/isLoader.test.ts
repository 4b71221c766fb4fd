import { expect, test } from '@jest/globals';
import { isLoader } from '../../src/intercept/isLoader.ts';

const file = 'file:///app/handler.mjs';

test.each([
  ['./esm/index.mjs?1', { parentURL: 'file:///app/node_modules/tsx/dist/register.mjs', data: {} }],
  ['../esm.mjs', 'file:///app/node_modules/.pnpm/ts-node@10/node_modules/ts-node/dist/x.mjs'],
  ['import-in-the-middle/hook.mjs', file],
  ['@opentelemetry/instrumentation/hook.mjs', { parentURL: file }],
  [new URL('file:///app/node_modules/@swc-node/register/esm.mjs'), undefined],
])('hooks at %s of %j are those of a loader', (specifier, parent) => {
  expect(isLoader(specifier, parent)).toBe(true);
});

test.each([
  ['./hooks.mjs', file],
  ['hooks', file],
  ['tsx', file],
  ['my-tsx/hooks.mjs', file],
  ['file:///app/hooks.mjs?/node_modules/tsx/', undefined],
  ['data:text/javascript,/node_modules/tsx/', file],
  ['https://example.com/node_modules/tsx/hooks.mjs', file],
  ['./node_modules/tsx/hooks.mjs', 'https://example.com/'],
  ['./hooks.mjs', undefined],
])('those at %s of %j are not', (specifier, parent) => {
  expect(isLoader(specifier, parent)).toBe(false);
});
