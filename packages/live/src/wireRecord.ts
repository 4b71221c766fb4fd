import type { _Record as StreamsRecord, AttributeValue } from '@aws-sdk/client-dynamodb-streams';
import type { DynamoDBRecord, AttributeValue as WireValue } from 'aws-lambda';

/**
 * A record of the DynamoDB Streams API as Lambda puts it into an event (S10): keys in Lambda's order, the creation
 * time in whole seconds, binary values as base64, and the stream it comes from.
 */
export function wireRecord(record: StreamsRecord, streamArn: string): DynamoDBRecord {
  const { dynamodb = {}, userIdentity } = record;
  const createdAt = dynamodb.ApproximateCreationDateTime;
  return {
    ...given('eventID', record.eventID),
    ...given('eventName', record.eventName),
    // S10: Lambda sends 1.1, whatever version the endpoint calls its own records.
    eventVersion: '1.1',
    eventSource: 'aws:dynamodb',
    ...given('awsRegion', record.awsRegion),
    dynamodb: {
      ...(createdAt && { ApproximateCreationDateTime: Math.floor(createdAt.getTime() / 1000) }),
      ...given('Keys', dynamodb.Keys && wireValues(dynamodb.Keys)),
      ...given('NewImage', dynamodb.NewImage && wireValues(dynamodb.NewImage)),
      ...given('OldImage', dynamodb.OldImage && wireValues(dynamodb.OldImage)),
      ...given('SequenceNumber', dynamodb.SequenceNumber),
      ...given('SizeBytes', dynamodb.SizeBytes),
      ...given('StreamViewType', dynamodb.StreamViewType),
    },
    eventSourceARN: streamArn,
    // Deletions by TTL say so here; the Streams API writes these two with capitals, Lambda without.
    ...(userIdentity && {
      userIdentity: { ...given('type', userIdentity.Type), ...given('principalId', userIdentity.PrincipalId) },
    }),
  };
}

function given<K extends string, V>(key: K, value: V | undefined): { [P in K]?: V } {
  return value === undefined ? {} : ({ [key]: value } as { [P in K]: V });
}

function wireValues(values: Readonly<Record<string, AttributeValue>>): Record<string, WireValue> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, wireValue(value)]));
}

function wireValue(value: AttributeValue): WireValue {
  if (value.B !== undefined) return { B: base64(value.B) };
  if (value.BS !== undefined) return { BS: value.BS.map(base64) };
  if (value.L !== undefined) return { L: value.L.map(wireValue) };
  if (value.M !== undefined) return { M: wireValues(value.M) };
  if (value.S !== undefined) return { S: value.S };
  if (value.N !== undefined) return { N: value.N };
  if (value.BOOL !== undefined) return { BOOL: value.BOOL };
  if (value.NULL !== undefined) return { NULL: value.NULL };
  if (value.SS !== undefined) return { SS: value.SS };
  if (value.NS !== undefined) return { NS: value.NS };
  throw new Error(
    `An attribute value has a type that is not one of DynamoDB's ten: ${Object.keys(value).join(', ')}. ` +
      'It was written by a newer DynamoDB than this version of millrace knows; update millrace.',
  );
}

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64');
}
