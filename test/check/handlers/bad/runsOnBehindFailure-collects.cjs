'use strict';
const { SNSClient, PublishCommand } = require('@aws-sdk/client-sns');

const sns = new SNSClient({});

exports.handler = async (event) => {
  const batchItemFailures = [];
  for (const record of event.Records) {
    try {
      const Message = `order ${record.dynamodb.Keys.orderId.S}: ${record.eventName}`;
      await sns.send(new PublishCommand({ TopicArn: process.env.TOPIC_ARN, Message }));
    } catch (error) {
      console.warn(error.message);
      batchItemFailures.push({ itemIdentifier: record.dynamodb.SequenceNumber });
    }
  }
  return { batchItemFailures };
};
