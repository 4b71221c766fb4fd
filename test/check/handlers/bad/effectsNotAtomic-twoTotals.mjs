import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, UpdateCommand } from '@aws-sdk/lib-dynamodb';

const documents = DynamoDBDocumentClient.from(new DynamoDBClient({}));
const TableName = process.env.TOTALS_TABLE;

/** Counts a change once, and says whether this was the time. */
const countOnce = async (id, eventId) => {
  try {
    await documents.send(
      new UpdateCommand({
        TableName,
        Key: { id },
        UpdateExpression: 'ADD changes :one, counted :ids',
        ConditionExpression: 'NOT contains(counted, :id)',
        ExpressionAttributeValues: { ':one': 1, ':ids': new Set([eventId]), ':id': eventId },
      }),
    );
    return true;
  } catch (error) {
    if (error.name === 'ConditionalCheckFailedException') return false;
    throw error;
  }
};

export const handler = async ({ Records }) => {
  for (const { eventID, eventName } of Records) {
    // When the first was counted and the second was not, the second never is.
    if (await countOnce('all', eventID)) await countOnce(eventName, eventID);
  }
};
