import { GetItemCommand, TransactWriteItemsCommand } from '@aws-sdk/client-dynamodb';
import { batchHandler } from '@millrace/handler';
import { alreadyClaimed, claim } from '@millrace/handler/idempotency';
import { silent } from './billing.ts';
import { orders } from './orders.ts';
import type { Strategy } from './strategy.ts';

const ledgerKey = { id: { S: 'the ledger of the story' } };

/** The effect is a write to DynamoDB: an entry in a ledger. */
export const claimed: Strategy = {
  name: 'claim',
  handler: ({ client, tableName, trouble }) =>
    batchHandler(
      orders,
      async (record, { context }) => {
        const enter = {
          Update: {
            TableName: tableName,
            Key: ledgerKey,
            UpdateExpression: 'SET entries = list_append(if_not_exists(entries, :none), :entry)',
            ExpressionAttributeValues: { ':none': { L: [] }, ':entry': { L: [{ S: record.sequenceNumber }] } },
          },
        };
        trouble.before(record.sequenceNumber);
        try {
          const TransactItems = [claim(record, { tableName, keyPrefix: 'charge' }), enter];
          await client.send(new TransactWriteItemsCommand({ TransactItems }));
        } catch (error) {
          if (!alreadyClaimed(error)) throw error;
        }
        await trouble.after(record.sequenceNumber, context ?? {});
      },
      { logger: silent },
    ),
  effects: async ({ client, tableName }) => {
    const { Item } = await client.send(new GetItemCommand({ TableName: tableName, Key: ledgerKey }));
    return (Item?.['entries']?.L ?? []).map(({ S }) => S ?? '');
  },
};
