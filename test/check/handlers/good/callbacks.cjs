'use strict';
const { DynamoDBClient, PutItemCommand } = require('@aws-sdk/client-dynamodb');

const dynamodb = new DynamoDBClient({});

exports.handler = (event, context, callback) => {
  const next = (index) => {
    const record = event.Records[index];
    if (record === undefined) return callback(null, `${index} records`);
    const Item = { id: { S: record.eventID }, change: { S: record.eventName } };
    dynamodb.send(new PutItemCommand({ TableName: process.env.AUDIT_TABLE, Item }), (error) => {
      if (error) callback(error);
      else next(index + 1);
    });
  };
  next(0);
};
