'use strict';
const { DynamoDBClient, PutItemCommand } = require('@aws-sdk/client-dynamodb');

class AuditProcessor {
  failures = [];
  dynamodb = new DynamoDBClient({});

  async process(records) {
    for (const record of records) {
      try {
        const Item = { id: { S: record.eventID }, change: { S: record.eventName } };
        await this.dynamodb.send(new PutItemCommand({ TableName: process.env.AUDIT_TABLE, Item }));
      } catch {
        this.failures.push({ itemIdentifier: record.dynamodb.SequenceNumber });
        break;
      }
    }
    return { batchItemFailures: this.failures };
  }
}

const processor = new AuditProcessor();
exports.handler = async (event) => processor.process(event.Records);
