import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import '@millrace/jest';
import { simulate } from '@millrace/simulator';
import { openRecording } from '@millrace/simulator/node';
import { expect, test } from '@jest/globals';

// The test that docs/recordings.md shows.

const here = pathToFileURL(join(__dirname, '/'));
const handler = async () => undefined;
const mapping = { StartingPosition: 'TRIM_HORIZON' } as const;

test('what the function logged on Monday is processed', async () => {
  const { source, notices } = await openRecording(new URL('recordings/monday.log', here));

  const trace = await simulate({ handler, ...source, mapping });

  expect(trace).toSettleEveryRecord();
  expect(notices).toEqual([expect.stringMatching(/3 lines of a log/), expect.stringMatching(/repeats 1 record/)]);
});
