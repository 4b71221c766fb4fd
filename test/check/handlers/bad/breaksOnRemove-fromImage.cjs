'use strict';
const { DynamoDBClient, PutItemCommand } = require('@aws-sdk/client-dynamodb');

class Order {
  constructor(orderId, totalCents) {
    this.orderId = orderId;
    this.totalCents = totalCents;
  }

  static fromImage(image) {
    return new Order(image.orderId.S, Number(image.totalCents.N));
  }
}

class Archive {
  dynamodb = new DynamoDBClient({});

  async handle({ Records }) {
    for (const { eventID, dynamodb } of Records) await this.add(eventID, Order.fromImage(dynamodb.NewImage));
  }

  async add(id, order) {
    const Item = { id: { S: id }, order: { S: order.orderId }, total: { N: String(order.totalCents) } };
    await this.dynamodb.send(new PutItemCommand({ TableName: process.env.AUDIT_TABLE, Item }));
  }
}

const archive = new Archive();
exports.handler = archive.handle.bind(archive);
