import { expect, test } from '@jest/globals';
import { defineStream, toLambdaRecord, type } from '../../src/index.ts';

const arn = 'arn:aws:dynamodb:us-east-1:123456789012:table/Items/stream/2026-01-01T00:00:00.000';
const fromSdk = {
  eventID: 'e-1',
  eventName: 'REMOVE',
  eventVersion: '1.1',
  eventSource: 'aws:dynamodb',
  awsRegion: 'us-east-1',
  userIdentity: { Type: 'Service', PrincipalId: 'dynamodb.amazonaws.com' },
  dynamodb: {
    ApproximateCreationDateTime: new Date(1_700_000_000_999),
    Keys: { id: { B: new Uint8Array([1, 2, 3]) } },
    OldImage: {
      id: { B: new Uint8Array([1, 2, 3]) },
      deep: { M: { list: { L: [{ BS: [Buffer.from([255])] }, { S: 'x' }] } } },
    },
    SequenceNumber: '100',
    SizeBytes: 30,
    StreamViewType: 'OLD_IMAGE',
  },
};

test('a record of the Streams API becomes what Lambda delivers', () => {
  expect(JSON.stringify(toLambdaRecord(fromSdk, arn))).toBe(
    JSON.stringify({
      eventID: 'e-1',
      eventName: 'REMOVE',
      eventVersion: '1.1',
      eventSource: 'aws:dynamodb',
      awsRegion: 'us-east-1',
      dynamodb: {
        ApproximateCreationDateTime: 1_700_000_000,
        Keys: { id: { B: 'AQID' } },
        OldImage: { id: { B: 'AQID' }, deep: { M: { list: { L: [{ BS: ['/w=='] }, { S: 'x' }] } } } },
        SequenceNumber: '100',
        SizeBytes: 30,
        StreamViewType: 'OLD_IMAGE',
      },
      userIdentity: { type: 'Service', principalId: 'dynamodb.amazonaws.com' },
      eventSourceARN: arn,
    }),
  );
});

test('both decode to the same values', () => {
  const stream = defineStream({ item: type<{ id: Uint8Array }>(), keys: ['id'], view: 'OLD_IMAGE' });

  const [direct, converted] = [fromSdk, toLambdaRecord(fromSdk)].map((wire) => stream.decode(wire));

  expect(direct?.eventName === 'REMOVE' && direct.oldImage).toEqual(
    converted?.eventName === 'REMOVE' && converted.oldImage,
  );
  expect(direct?.expiredByTtl).toBe(true);
  expect(converted?.expiredByTtl).toBe(true);
});

test('a Lambda record stays as it is', () => {
  const stream = defineStream({ item: type<{ id: string; b: Uint8Array }>(), keys: ['id'] });
  const wire = stream.remove({ id: '1', b: new Uint8Array([1]) }, { expiredByTtl: true });

  expect(JSON.stringify(toLambdaRecord(wire))).toBe(JSON.stringify(wire));
});
