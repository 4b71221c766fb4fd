import { expect, test } from '@jest/globals';
import { sayingWhatIsThrown } from '../../src/replay/sayingWhatIsThrown.ts';

function errorWith(frames: readonly string[]): Error {
  const error = new Error('slow');
  error.stack = ['Error: slow', ...frames.map((frame) => `    at ${frame}`)].join('\n');
  return error;
}

test('an error is said once, though the frames of Node.js itself differ, and those of ours are left out', async () => {
  const own = 'handler (/app/handler.ts:3:9)';
  const stacks = [
    [
      own,
      'runNextTicks (node:internal/process/task_queues:60:5)',
      'process.processTimers (node:internal/timers:516:9)',
    ],
    [own],
    [own, 'heard (/app/node_modules/millrace/dist/sayingWhatIsThrown.js:34:24)', 'watched (/app/other.js:1:1)'],
  ];
  let said = '';
  let calls = 0;
  const handler = sayingWhatIsThrown(
    async () => {
      throw errorWith(stacks[calls++] ?? []);
    },
    (text) => (said += text),
  );

  for (const _ of stacks) await expect(handler({}, {}, undefined)).rejects.toThrow('slow');

  expect(said).toBe(`Error: slow\n    at ${own}\n`);
});
