'use strict';
const { DynamoDBClient, BatchWriteItemCommand } = require('@aws-sdk/client-dynamodb');

const dynamodb = new DynamoDBClient({});

exports.handler = async (event) => {
  const puts = event.Records.map(({ eventID, eventName }) => ({
    PutRequest: { Item: { id: { S: eventID }, change: { S: eventName } } },
  }));
  let RequestItems = { [process.env.AUDIT_TABLE]: puts };
  for (let attempt = 0; attempt < 3; attempt++) {
    const { UnprocessedItems } = await dynamodb.send(new BatchWriteItemCommand({ RequestItems }));
    if (!UnprocessedItems || Object.keys(UnprocessedItems).length === 0) return;
    RequestItems = UnprocessedItems;
  }
  throw new Error('Some entries of the audit log could not be written.');
};
