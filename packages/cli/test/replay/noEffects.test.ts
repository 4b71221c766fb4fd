import { expect, test } from '@jest/globals';
import { main } from '../../src/main.ts';
import { line, temporaryFile } from '../temporaryFiles.ts';
import { rememberingTerminal } from '../rememberingTerminal.ts';

// In a file of its own, as what is loaded once stays loaded.

test('without interception nothing of the effects is loaded, and with it they are', async () => {
  const place = Symbol.for('millrace.effects');
  const recording = temporaryFile('r.ndjson', line(1, 'a'));
  const replay = (...flags: readonly string[]): Promise<number> =>
    main(['replay', recording, '--handler', 'h.ts', ...flags], rememberingTerminal(), {
      loadHandler: async () => async () => undefined,
    });

  expect(await replay('--no-effects')).toBe(0);
  expect(Reflect.has(globalThis, place)).toBe(false);
  expect(await replay()).toBe(0);
  expect(Reflect.has(globalThis, place)).toBe(true);
});
