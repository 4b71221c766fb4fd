import { expect, test } from '@jest/globals';
import { execFileSync } from 'node:child_process';

// A process of its own: in one of Jest's there is always something else that keeps the event loop.
const program = `
  import { simulate } from '@millrace/simulator';

  const count = 60_000;
  const size = (value) => [(value & 0x7f) | 0x80, ((value >> 7) & 0x7f) | 0x80, value >> 14];
  const section = (id, content) => [id, ...size(content.length), ...content];
  const each = (code) => Array.from({ length: count }, () => code).flat();
  const manyFunctions = Uint8Array.from([
    ...[0, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    section(1, [1, 0x60, 0, 0]),
    section(3, [...size(count), ...each([0])]),
    section(10, [...size(count), ...each([2, 0, 0x0b])]),
  ].flat());

  for (const runtime of ['nodejs22.x', 'nodejs24.x']) {
    const trace = await simulate({
      handler: async () => void (await WebAssembly.compile(manyFunctions)),
      records: [{ eventName: 'INSERT', dynamodb: { Keys: { id: { S: 'a' } }, SequenceNumber: '1' } }],
      mapping: { StartingPosition: 'TRIM_HORIZON', MaximumRetryAttempts: 0 },
      runtime,
    });
    const codes = trace.warnings.map(({ code }) => code);
    console.log(runtime, trace.invocations[0].outcome, codes.includes('neverAnswered'));
  }
`;

// The first fetch of a process compiles its parser so. No hook of Node.js tells of it, and the event loop looks empty.
test('a module of WebAssembly that is compiled is waited for', () => {
  const out = execFileSync(
    process.execPath,
    ['--conditions=@millrace/source', '--import', 'tsx', '--input-type=module', '--eval', program],
    { cwd: import.meta.dirname, encoding: 'utf8' },
  );

  expect(out).toBe('nodejs22.x success false\nnodejs24.x success false\n');
});
