import { DynamoDBClient, TransactWriteItemsCommand } from '@aws-sdk/client-dynamodb';
import { batchHandler } from '@millrace/handler';
import { alreadyClaimed, claim } from '@millrace/handler/idempotency';
import { orders } from './orders.ts';

const client = new DynamoDBClient({});

export const handler = batchHandler(orders, {
  onInsert: async (record) => {
    const { customer, total } = record.newImage;
    const addToAccount = {
      Update: {
        TableName: 'accounts',
        Key: { id: { S: customer } },
        UpdateExpression: 'ADD owed :total',
        ExpressionAttributeValues: { ':total': { N: String(total) } },
      },
    };
    try {
      const TransactItems = [claim(record, { tableName: 'idempotency', keyPrefix: 'ledger' }), addToAccount];
      await client.send(new TransactWriteItemsCommand({ TransactItems }));
    } catch (error) {
      if (!alreadyClaimed(error)) throw error;
    }
  },
});
