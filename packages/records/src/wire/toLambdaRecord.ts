import { isDate } from '../words/ofAnyRealm.ts';
import type { DynamoDBRecord } from 'aws-lambda';
import { jsonText } from './jsonText.ts';
import type { WireChange, WireRecord } from './wireRecord.ts';

/**
 * Turns a record of the Streams API (`GetRecords` of `@aws-sdk/client-dynamodb-streams`) into what Lambda delivers
 * (S10): bytes as base64, the creation time in whole seconds, the user identity in lower case, keys in Lambda's order.
 * A record that is in Lambda's form already keeps its values.
 *
 * The Streams API does not repeat the stream in each record; give its ARN to have it in there.
 */
export function toLambdaRecord(record: WireRecord, eventSourceARN = record.eventSourceARN): DynamoDBRecord {
  const { eventID, eventName, eventVersion, eventSource, awsRegion, dynamodb, userIdentity } = record;
  const user = userIdentity as { readonly Type?: string; readonly PrincipalId?: string } | null | undefined;
  const lambdaRecord = {
    eventID,
    eventName,
    eventVersion,
    eventSource,
    awsRegion,
    dynamodb: dynamodb && lambdaChange(dynamodb),
    userIdentity: user?.Type === undefined ? userIdentity : { type: user.Type, principalId: user.PrincipalId },
    eventSourceARN,
  };
  // Through JSON, as on the way to a function: bytes become base64, and what is undefined is not there.
  return JSON.parse(jsonText(lambdaRecord)) as DynamoDBRecord;
}

function lambdaChange(change: WireChange): object {
  const {
    ApproximateCreationDateTime: time,
    Keys,
    NewImage,
    OldImage,
    SequenceNumber,
    SizeBytes,
    StreamViewType,
  } = change;
  const seconds = isDate(time) ? Math.floor(time.getTime() / 1000) : time;
  return { ApproximateCreationDateTime: seconds, Keys, NewImage, OldImage, SequenceNumber, SizeBytes, StreamViewType };
}
