import { check } from '../options/check.ts';
import { isFunction } from '../options/isFunction.ts';

type DynamoDbSdk = typeof import('@aws-sdk/client-dynamodb');

let loading: Promise<DynamoDbSdk> | undefined;

/** The SDK's DynamoDB commands, loaded when first needed: those who keep their records in Redis need not install it. */
export function dynamoDbSdk(): Promise<DynamoDbSdk> {
  loading ??= import('@aws-sdk/client-dynamodb');
  return loading;
}

/** The part of a `DynamoDBClient` that is used; a client of any copy of the SDK fits. */
export type DynamoDbClient = Pick<import('@aws-sdk/client-dynamodb').DynamoDBClient, 'send'>;

/** Refuses what is no client. */
export function checkClient(functionName: string, { client }: { readonly client: Partial<DynamoDbClient> }): void {
  check({ client }, `a DynamoDBClient for ${functionName}`, (given: Partial<DynamoDbClient> | undefined) =>
    isFunction(given?.send),
  );
}
