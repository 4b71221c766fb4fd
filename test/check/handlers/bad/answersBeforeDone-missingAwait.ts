import { DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import type { DynamoDBRecord, DynamoDBStreamHandler } from 'aws-lambda';

class AuditLog {
  readonly #dynamodb = new DynamoDBClient({});

  async write(record: DynamoDBRecord, table: string): Promise<void> {
    const Item = { id: { S: record.eventID ?? '' }, change: { S: record.eventName ?? '' } };
    await this.#dynamodb.send(new PutItemCommand({ TableName: table, Item }));
  }
}

const log = new AuditLog();

export const handler: DynamoDBStreamHandler = async ({ Records }) => {
  for (const record of Records) {
    await log.write(record, process.env['AUDIT_TABLE'] ?? 'audit');
    log.write(record, process.env['ARCHIVE_TABLE'] ?? 'archive');
  }
};
