'use strict';
const { DynamoDBClient, PutItemCommand } = require('@aws-sdk/client-dynamodb');

const dynamodb = new DynamoDBClient({});
const isShipping = ({ eventName, dynamodb: { OldImage, NewImage } }) =>
  eventName === 'MODIFY' && OldImage.status?.S !== 'shipped' && NewImage.status?.S === 'shipped';

// Nothing is to be done for other changes.
exports.handler = async (event) => {
  for (const record of event.Records.filter(isShipping)) {
    const Item = { id: { S: `shipment-${record.dynamodb.Keys.orderId.S}` } };
    await dynamodb.send(new PutItemCommand({ TableName: process.env.SHIPMENTS_TABLE, Item }));
  }
};
