import type { AttributeValue, DynamoDBRecord } from 'aws-lambda';
import { encodeBase64 } from './encodeBase64.ts';
import type { WireImage, WireRecord } from './wireRecord.ts';

/**
 * Turns a record of the Streams API (`GetRecords` of `@aws-sdk/client-dynamodb-streams`) into what Lambda delivers
 * (S10): bytes as base64, the creation time in whole seconds, the user identity in lower case, keys in Lambda's order.
 * A record that is in Lambda's form already keeps its values.
 *
 * The Streams API does not repeat the stream in each record; give its ARN to have it in there.
 */
export function toLambdaRecord(record: WireRecord, eventSourceARN = record.eventSourceARN): DynamoDBRecord {
  const { dynamodb, userIdentity } = record;
  const user = userIdentity as { readonly Type?: string; readonly PrincipalId?: string } | null | undefined;
  const { ApproximateCreationDateTime: time } = dynamodb ?? {};
  return defined({
    eventID: record.eventID,
    eventName: record.eventName,
    eventVersion: record.eventVersion,
    eventSource: record.eventSource,
    awsRegion: record.awsRegion,
    dynamodb:
      dynamodb &&
      defined({
        ApproximateCreationDateTime: time instanceof Date ? Math.floor(time.getTime() / 1000) : time,
        Keys: lambdaImage(dynamodb.Keys),
        NewImage: lambdaImage(dynamodb.NewImage),
        OldImage: lambdaImage(dynamodb.OldImage),
        SequenceNumber: dynamodb.SequenceNumber,
        SizeBytes: dynamodb.SizeBytes,
        StreamViewType: dynamodb.StreamViewType,
      }),
    userIdentity: user?.Type === undefined ? userIdentity : { type: user.Type, principalId: user.PrincipalId },
    eventSourceARN,
  }) as DynamoDBRecord;
}

function lambdaImage(image: WireImage | undefined): Record<string, AttributeValue> | undefined {
  return image && (lambdaValue(image) as Record<string, AttributeValue>);
}

// Bytes are the only thing that differs, wherever they are; a `$unknown` member stays for decoding to reject.
function lambdaValue(value: unknown): unknown {
  if (value instanceof Uint8Array) return encodeBase64(value);
  if (Array.isArray(value)) return value.map(lambdaValue);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, lambdaValue(inner)]));
}

function defined(properties: Readonly<Record<string, unknown>>): unknown {
  return Object.fromEntries(Object.entries(properties).filter(([, value]) => value !== undefined));
}
