import { expect, test } from '@jest/globals';
import { wireRecord } from '../src/wireRecord.ts';

const arn = 'arn:aws:dynamodb:eu-west-1:123456789012:table/Orders/stream/2026-11-23T00:00:00.000';

test('a streams record becomes the record Lambda sends: its keys in order, whole seconds, base64', () => {
  const record = wireRecord(
    {
      userIdentity: { Type: 'Service', PrincipalId: 'dynamodb.amazonaws.com' },
      eventSource: 'aws:dynamodb',
      eventVersion: '1.0',
      eventName: 'REMOVE',
      eventID: 'e1',
      awsRegion: 'eu-west-1',
      dynamodb: {
        StreamViewType: 'NEW_AND_OLD_IMAGES',
        SizeBytes: 26,
        SequenceNumber: '000000000000000000001',
        OldImage: {
          b: { B: Uint8Array.of(255, 0) },
          bs: { BS: [Uint8Array.of(1)] },
          bool: { BOOL: false },
          l: { L: [{ NULL: true }, { M: { deep: { B: Uint8Array.of(2) } } }] },
          n: { N: '-1.50' },
          ns: { NS: ['1'] },
          s: { S: '' },
          ss: { SS: ['a', 'b'] },
        },
        Keys: { id: { S: 'o-1' } },
        ApproximateCreationDateTime: new Date(1_789_651_404_987),
      },
    },
    arn,
  );

  expect(JSON.stringify(record)).toBe(
    '{"eventID":"e1","eventName":"REMOVE","eventVersion":"1.1","eventSource":"aws:dynamodb","awsRegion":"eu-west-1",' +
      '"dynamodb":{"ApproximateCreationDateTime":1789651404,"Keys":{"id":{"S":"o-1"}},"OldImage":{"b":{"B":"/wA="},' +
      '"bs":{"BS":["AQ=="]},"bool":{"BOOL":false},"l":{"L":[{"NULL":true},{"M":{"deep":{"B":"Ag=="}}}]},' +
      '"n":{"N":"-1.50"},"ns":{"NS":["1"]},"s":{"S":""},"ss":{"SS":["a","b"]}},' +
      '"SequenceNumber":"000000000000000000001","SizeBytes":26,"StreamViewType":"NEW_AND_OLD_IMAGES"},' +
      `"eventSourceARN":"${arn}","userIdentity":{"type":"Service","principalId":"dynamodb.amazonaws.com"}}`,
  );
});

test('what a record does not have is left out', () => {
  const record = wireRecord({ eventName: 'INSERT', dynamodb: { SequenceNumber: '1' } }, arn);

  expect(Object.keys(record)).toEqual(['eventName', 'eventVersion', 'eventSource', 'dynamodb', 'eventSourceARN']);
  expect(record.dynamodb).toEqual({ SequenceNumber: '1' });
});
