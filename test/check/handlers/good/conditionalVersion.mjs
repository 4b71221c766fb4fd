import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb';

const documents = DynamoDBDocumentClient.from(new DynamoDBClient({}));

/** All at once: an older image never takes the place of a newer one, and what is removed leaves a stone. */
async function project({ eventName, dynamodb: change }) {
  const version = BigInt(change.SequenceNumber);
  const state = eventName === 'REMOVE' ? { removed: true } : { status: change.NewImage.status.S };
  try {
    await documents.send(
      new PutCommand({
        TableName: process.env.REPLICA_TABLE,
        Item: { orderId: change.Keys.orderId.S, version, ...state },
        ConditionExpression: 'attribute_not_exists(orderId) OR version < :version',
        ExpressionAttributeValues: { ':version': version },
      }),
    );
  } catch (error) {
    if (error.name !== 'ConditionalCheckFailedException') throw error;
  }
}

export const handler = async (event) => {
  await Promise.all(event.Records.map(project));
};
