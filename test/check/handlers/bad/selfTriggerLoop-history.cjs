'use strict';
const { DynamoDBClient } = require('@aws-sdk/client-dynamodb');
const { DynamoDBDocumentClient, PutCommand } = require('@aws-sdk/lib-dynamodb');

const documents = DynamoDBDocumentClient.from(new DynamoDBClient({}));

// Keeps the history of each order beside it in the same table; so there is a history of the history.
exports.handler = async (event) => {
  for (const { eventID, eventName, dynamodb } of event.Records) {
    const Item = { orderId: `history#${eventID}`, of: dynamodb.Keys.orderId.S, change: eventName };
    await documents.send(new PutCommand({ TableName: process.env.TABLE, Item }));
  }
};
