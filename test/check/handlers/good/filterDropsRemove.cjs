'use strict';
const { DynamoDBClient, PutItemCommand } = require('@aws-sdk/client-dynamodb');
const { marshall, unmarshall } = require('@aws-sdk/util-dynamodb');

const dynamodb = new DynamoDBClient({});

exports.handler = async (event) => {
  for (const record of event.Records) {
    const { status } = unmarshall(record.dynamodb.NewImage);
    const Item = marshall({ id: record.eventID, status });
    await dynamodb.send(new PutItemCommand({ TableName: process.env.AUDIT_TABLE, Item }));
  }
};
