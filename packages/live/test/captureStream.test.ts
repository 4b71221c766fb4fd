import { describe, expect, test } from '@jest/globals';
import { type CapturedRecord, type CaptureOptions, captureStream } from '../src/index.ts';
import { fakeStreams } from './fakeStreams.ts';

async function all(options: CaptureOptions): Promise<CapturedRecord[]> {
  const list: CapturedRecord[] = [];
  for await (const one of captureStream(options)) list.push(one);
  return list;
}

describe('captureStream', () => {
  test("captures the newest stream of a table with a client of one's own", async () => {
    const { client, sent } = fakeStreams({ a: { isClosed: true, pages: [['1'], ['2']] } });
    Object.assign(client, { config: { region: async () => 'eu-west-1' } });

    const captured = await all({ client, tableName: 'Orders' });

    expect(captured.map(({ record }) => record.dynamodb?.SequenceNumber)).toEqual(['1', '2']);
    expect(captured[0]?.record.eventSourceARN).toBe('arn:new');
    expect(sent[0]).toMatchObject({ command: 'ListStreamsCommand', input: { TableName: 'Orders' } });
  });

  test.each([
    ['no stream', {}, 'either `tableName` or `streamArn`'],
    ['two streams', { tableName: 'Orders', streamArn: 'arn:x' }, 'not both'],
    ['an invalid moment', { tableName: 'Orders', until: new Date('soon') }, '`until` is an invalid Date'],
    ['no reads', { tableName: 'Orders', emptyReadsToEnd: 0 }, '`emptyReadsToEnd` is 0'],
  ])('refuses %s before anything is asked', async (_, options, message) => {
    await expect(all(options as CaptureOptions)).rejects.toMatchObject({
      failure: 'badOption',
      message: expect.stringContaining(message),
    });
  });
});
