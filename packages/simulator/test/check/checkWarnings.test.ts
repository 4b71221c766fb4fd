import { expect, test } from '@jest/globals';
import { checkWarnings } from '../../src/index.ts';
import { run } from '../fixtures.ts';

test('each warning of a run is a finding, with the event that tells of it', async () => {
  const trace = await run({ handler: () => ({}) });

  const findings = checkWarnings(trace);

  expect(findings.map(({ code, message }) => [code, message.split(':')[0]])).toEqual([
    ['warned', 'endlessRetries'],
    ['warned', 'synchronousAnswer'],
  ]);
  expect(findings.map(({ eventIndexes: [index = -1] }) => trace.events[index]?.type)).toEqual(['warned', 'warned']);
  expect(trace.warnings.map(({ code, message }) => `${code}: ${message}`)).toEqual(
    findings.map(({ message }) => message),
  );
});
