'use strict';
const { DynamoDBClient } = require('@aws-sdk/client-dynamodb');
const { DynamoDBDocumentClient, UpdateCommand } = require('@aws-sdk/lib-dynamodb');

const documents = DynamoDBDocumentClient.from(new DynamoDBClient({}));

exports.handler = async (event) => {
  for (const record of event.Records) {
    try {
      await documents.send(
        new UpdateCommand({
          TableName: process.env.TOTALS_TABLE,
          Key: { id: `${record.eventName.toLowerCase()}s` },
          UpdateExpression: 'ADD changes :one',
          ExpressionAttributeValues: { ':one': 1 },
        }),
      );
    } catch {
      return { batchItemFailures: [{ itemIdentifier: record.dynamodb.SequenceNumber }] };
    }
  }
  return { batchItemFailures: [] };
};
