'use strict';
const { DynamoDBClient, PutItemCommand } = require('@aws-sdk/client-dynamodb');

const dynamodb = new DynamoDBClient({});

exports.handler = async (event) => {
  for (const record of event.Records) {
    // Was a `forEach` once, where `return` meant the next record.
    if (record.eventName !== 'INSERT') return;
    await dynamodb.send(
      new PutItemCommand({
        TableName: process.env.AUDIT_TABLE,
        Item: { id: { S: record.eventID }, total: record.dynamodb.NewImage.totalCents },
      }),
    );
  }
};
