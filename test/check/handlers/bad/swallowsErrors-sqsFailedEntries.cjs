'use strict';
const { SQSClient, SendMessageBatchCommand } = require('@aws-sdk/client-sqs');

const sqs = new SQSClient({});

module.exports.handler = async ({ Records }) => {
  await sqs.send(
    new SendMessageBatchCommand({
      QueueUrl: process.env.QUEUE_URL,
      Entries: Records.map((record, index) => ({
        Id: String(index),
        MessageBody: JSON.stringify(record.dynamodb.Keys),
        MessageGroupId: record.dynamodb.Keys.orderId.S,
        MessageDeduplicationId: record.eventID,
      })),
    }),
  );
};
