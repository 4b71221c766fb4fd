import type { Call } from '../call.ts';
import { lastName, listOf, textOf } from '../fields.ts';
import type { Fields } from '../fields.ts';
import type { Service } from '../service.ts';
import { refused } from './failures.ts';

const topicOf = (input: Fields): string | undefined =>
  lastName(input['TopicArn']) ??
  lastName(input['TargetArn']) ??
  (textOf(input['PhoneNumber']) === '' ? undefined : 'sms');

/** SNS: what is published is in the state by topic; nothing is delivered. */
export const sns: Service = {
  name: 'sns',
  protocol: 'query',
  target: 'AmazonSimpleNotificationService',
  signedAs: 'sns',
  hosts: /(^|\.)sns\./,
  xmlNamespace: 'http://sns.amazonaws.com/doc/2010-03-31/',
  refusal: {
    ...refused('AuthorizationErrorException', 'User is not authorized to perform: SNS:Publish on this resource', 403),
    queryCode: 'AuthorizationError',
  },
  throttling: { code: 'ThrottledException', status: 429, message: 'Rate exceeded', queryCode: 'Throttled' },
  operations: {
    Publish: { kind: 'write', about: topicOf, answer: (input, call) => publish(topicOf(input) ?? '', input, call) },
    PublishBatch: { kind: 'write', about: topicOf, canFailPartly: true, answer: publishBatch },
    CreateTopic: {
      kind: 'write',
      about: (input) => textOf(input['Name']),
      answer: (input) => ({ TopicArn: `arn:aws:sns:us-east-1:123456789012:${textOf(input['Name'])}` }),
    },
    Subscribe: {
      kind: 'write',
      about: topicOf,
      answer: (input, call) => ({ SubscriptionArn: `${textOf(input['TopicArn'])}:${call.id()}` }),
    },
    ListTopics: { kind: 'read', answer: () => ({ Topics: [] }) },
    GetTopicAttributes: { kind: 'read', about: topicOf, answer: () => ({}) },
  },
};

function publish(topic: string, message: Fields, call: Call): Fields {
  const { TopicArn: _, Id: __, ...held } = message;
  // A FIFO topic takes a message once for each deduplication id.
  const deduplication = topic.endsWith('.fifo') ? textOf(message['MessageDeduplicationId']) : '';
  const published = deduplication && call.memory.get(`deduplication of ${topic}`, deduplication);
  if (typeof published === 'string' && published !== '') return { MessageId: published };
  const id = call.id();
  if (deduplication !== '') call.memory.put(`deduplication of ${topic}`, deduplication, id);
  call.shelf.append(topic, held);
  return { MessageId: id };
}

function publishBatch(input: Fields, call: Call): Fields {
  const topic = topicOf(input) ?? '';
  const entries = listOf(input['PublishBatchRequestEntries']);
  const failed = entries.filter((_, index) => call.fails(index, entries.length));
  const done = entries.filter((entry) => !failed.includes(entry));
  return {
    Successful: done.map((entry) => ({ Id: textOf(entry['Id']), ...publish(topic, entry, call) })),
    Failed: failed.map((entry) => ({
      Id: textOf(entry['Id']),
      Code: 'InternalError',
      Message: 'We encountered an internal error. Please try again.',
      SenderFault: false,
    })),
  };
}
