import type { DynamoDBRecord } from 'aws-lambda';
import type { StreamingTable, TableWrite } from '../scenario/streamingTable.ts';

/** What the stream adds to a write. */
export interface WrittenFacts {
  readonly sequenceNumber: string;
  readonly createdAtSeconds: number;
  readonly streamArn: string;
  readonly view: NonNullable<StreamingTable['view']>;
}

/** The record that a write makes, as Lambda delivers it (S10, S11). */
export function writtenRecord(write: TableWrite, facts: WrittenFacts): DynamoDBRecord {
  const { keys, oldImage, newImage } = write;
  const { sequenceNumber, createdAtSeconds, streamArn, view } = facts;
  const showsNew = newImage !== undefined && view.startsWith('NEW');
  const showsOld = oldImage !== undefined && view.includes('OLD');
  const images = {
    Keys: { ...keys },
    ...(showsNew && { NewImage: { ...newImage } }),
    ...(showsOld && { OldImage: { ...oldImage } }),
  };
  return {
    eventID: sequenceNumber.padStart(32, '0').slice(-32),
    eventName: newImage === undefined ? 'REMOVE' : oldImage === undefined ? 'INSERT' : 'MODIFY',
    eventVersion: '1.1',
    eventSource: 'aws:dynamodb',
    awsRegion: streamArn.split(':')[3] ?? '',
    dynamodb: {
      ApproximateCreationDateTime: createdAtSeconds,
      ...images,
      SequenceNumber: sequenceNumber,
      SizeBytes: Buffer.byteLength(JSON.stringify(images)),
      StreamViewType: view,
    },
    eventSourceARN: streamArn,
  };
}
