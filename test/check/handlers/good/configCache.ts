import { DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { GetParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import type { DynamoDBStreamEvent } from 'aws-lambda';

const dynamodb = new DynamoDBClient({});
const ssm = new SSMClient({});
let tableName: Promise<string> | undefined;

async function readTableName(): Promise<string> {
  const { Parameter } = await ssm.send(new GetParameterCommand({ Name: '/shop/audit-table' }));
  if (!Parameter?.Value) throw new Error('There is no parameter /shop/audit-table.');
  return Parameter.Value;
}

/** Asks once a process, and again after a failure. */
function auditTable(): Promise<string> {
  tableName ??= readTableName().catch((error: unknown) => {
    tableName = undefined;
    throw error;
  });
  return tableName;
}

export const handler = async (event: DynamoDBStreamEvent): Promise<void> => {
  for (const { eventID = '', eventName = '' } of event.Records) {
    const Item = { id: { S: eventID }, change: { S: eventName } };
    await dynamodb.send(new PutItemCommand({ TableName: await auditTable(), Item }));
  }
};
