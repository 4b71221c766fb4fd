import type { DynamoDBRecord } from 'aws-lambda';

/** What a DynamoDB stream is set to carry: keys alone, or with the image before the change, after it, or both. */
export type StreamViewType = 'KEYS_ONLY' | 'NEW_IMAGE' | 'OLD_IMAGE' | 'NEW_AND_OLD_IMAGES';

/**
 * A marshalled item: attribute values by name, each with its type letter.
 *
 * Wide enough for both AttributeValue types (`@types/aws-lambda`, where binary is base64 text, and
 * `@aws-sdk/client-dynamodb`, where it is bytes), so that neither needs a cast.
 */
export type WireImage = Readonly<Record<string, object>>;

/**
 * A stream record as it arrives: from Lambda (`DynamoDBRecord` of `@types/aws-lambda`) or from the Streams API
 * (`_Record` of `@aws-sdk/client-dynamodb-streams`). Everything is optional here because everything is checked.
 */
export interface WireRecord {
  readonly awsRegion?: string | undefined;
  readonly dynamodb?: WireChange | undefined;
  readonly eventID?: string | undefined;
  readonly eventName?: string | undefined;
  readonly eventSource?: string | undefined;
  readonly eventSourceARN?: string | undefined;
  readonly eventVersion?: string | undefined;
  readonly userIdentity?: unknown;
}

/** The change inside a {@link WireRecord}. */
export interface WireChange {
  readonly ApproximateCreationDateTime?: number | string | Date | undefined;
  readonly Keys?: WireImage | undefined;
  readonly NewImage?: WireImage | undefined;
  readonly OldImage?: WireImage | undefined;
  readonly SequenceNumber?: string | undefined;
  readonly SizeBytes?: number | undefined;
  readonly StreamViewType?: string | undefined;
}

type Present<T, K extends keyof T> = T & { [P in K]-?: NonNullable<T[P]> };

/** A record with everything Lambda sends (S10): what encoding produces. Assignable to `DynamoDBRecord`. */
export type LambdaRecord = Present<
  DynamoDBRecord,
  'awsRegion' | 'eventID' | 'eventName' | 'eventSource' | 'eventSourceARN' | 'eventVersion'
> & {
  dynamodb: Present<
    NonNullable<DynamoDBRecord['dynamodb']>,
    'ApproximateCreationDateTime' | 'Keys' | 'SequenceNumber' | 'SizeBytes' | 'StreamViewType'
  >;
};
