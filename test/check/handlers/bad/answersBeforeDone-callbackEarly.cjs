'use strict';
const { DynamoDBClient, PutItemCommand } = require('@aws-sdk/client-dynamodb');

const dynamodb = new DynamoDBClient({});

exports.handler = (event, context, callback) => {
  context.callbackWaitsForEmptyEventLoop = false;
  for (const record of event.Records) {
    const put = new PutItemCommand({
      TableName: process.env.AUDIT_TABLE,
      Item: { id: { S: record.eventID }, change: { S: record.eventName } },
    });
    dynamodb.send(put, (error) => {
      if (error) callback(error);
    });
  }
  callback(null, 'done');
};
