import { describe, expect, jest, test } from '@jest/globals';
import { main } from '../../src/main.ts';
import { rememberingTerminal } from '../rememberingTerminal.ts';
import { temporaryFolder } from '../temporaryFiles.ts';

// The bound is 10 s of real time; the rest is for a machine that has other work, and for those that run at the same time.
jest.setTimeout(180_000);

const forever = 'for (;;);';
const never = 'new Promise(() => setInterval(() => undefined, 1000))';
const server = 'createServer(() => undefined).listen(0)';
const eats = 'const kept = []; for (;;) kept.push(Buffer.alloc(2e7, 1));';

const handlers: Readonly<Record<string, string>> = {
  'spins.mjs': `export const handler = async () => { ${forever} };`,
  'spinsAtLoad.mjs': `${forever} export const handler = () => {};`,
  'spinsInTurns.mjs':
    'export const handler = () => new Promise(() => { const turn = () => setImmediate(turn); turn(); });',
  'hangs.mjs': `export const handler = () => ${never};`,
  'hangsAtLoad.mjs': `await ${never}; export const handler = () => {};`,
  'exits.cjs': 'exports.handler = async () => process.exit(0);',
  'exitsAtLoad.cjs': 'process.exit(0);',
  'isKilled.mjs': "export const handler = async () => process.kill(process.pid, 'SIGKILL');",
  'throwsAtLoad.mjs': "throw new Error('no table'); export const handler = () => {};",
  'throwsNothing.mjs': 'export const handler = async () => { throw undefined; };',
  'eatsMemory.mjs': `export const handler = async () => { ${eats} };`,
  'eatsMemoryAtLoad.mjs': `${eats} export const handler = () => {};`,
  'serves.mjs': `import { createServer } from 'node:http'; ${server}; export const handler = async () => {};`,
  'servesInEachCall.mjs': `import { createServer } from 'node:http'; export const handler = () => new Promise(() => ${server});`,
};

describe('millrace check ends by itself, with a card', () => {
  const folder = temporaryFolder(handlers);

  test.concurrent.each(Object.keys(handlers))('for a handler that is %s', async (file) => {
    const terminal = rememberingTerminal();

    const code = await main(['check', `${folder}/${file}`, '--key', 'id=S'], terminal);

    expect([0, 1, 2]).toContain(code);
    expect(terminal.stderr).toBe('');
    expect(terminal.stdout).toContain(`/${file}`);
    expect(terminal.stdout).toMatch(/: \d+ of \d+ checks clean, \d+ not tried\n/);
  });
});
