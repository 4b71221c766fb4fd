import { createHash } from 'node:crypto';
import type { Call } from '../call.ts';
import { fieldsOf, lastName, listOf, textOf } from '../fields.ts';
import type { Fields } from '../fields.ts';
import type { Service } from '../service.ts';
import { accessDenied, refused } from './failures.ts';
import { ServiceFailure } from '../serviceFailure.ts';

const queueOf = (input: Fields): string | undefined => lastName(input['QueueUrl']);

/** SQS: what is sent to a queue can be received, once, and is in the state until it is deleted. */
export const sqs: Service = {
  name: 'sqs',
  protocol: 'json',
  target: 'AmazonSQS',
  signedAs: 'sqs',
  hosts: /(^|\.)(sqs|queue)\./,
  xmlNamespace: 'http://queue.amazonaws.com/doc/2012-11-05/',
  elementNames: {
    'SendMessageBatch.Successful': 'SendMessageBatchResultEntry',
    'SendMessageBatch.Failed': 'BatchResultErrorEntry',
    'DeleteMessageBatch.Successful': 'DeleteMessageBatchResultEntry',
    'DeleteMessageBatch.Failed': 'BatchResultErrorEntry',
    'ChangeMessageVisibilityBatch.Successful': 'ChangeMessageVisibilityBatchResultEntry',
    'ChangeMessageVisibilityBatch.Failed': 'BatchResultErrorEntry',
    'ReceiveMessage.Messages': 'Message',
    'ListQueues.QueueUrls': 'QueueUrl',
  },
  queryNames: {
    SendMessageBatchRequestEntry: 'Entries',
    DeleteMessageBatchRequestEntry: 'Entries',
    ChangeMessageVisibilityBatchRequestEntry: 'Entries',
    Attribute: 'Attributes',
    MessageAttribute: 'MessageAttributes',
  },
  refusal: accessDenied,
  throttling: { code: 'RequestThrottled', status: 400, message: 'Request is throttled.' },
  operations: {
    SendMessage: { kind: 'write', about: queueOf, answer: (input, call) => send(queueOf(input) ?? '', input, call) },
    SendMessageBatch: {
      kind: 'write',
      about: queueOf,
      canFailPartly: true,
      answer: (input, call) => batch(input, call, (entry) => send(queueOf(input) ?? '', entry, call)),
    },
    ReceiveMessage: { kind: 'read', about: queueOf, answer: receive },
    DeleteMessage: {
      kind: 'write',
      about: queueOf,
      answer: (input, call) => remove(queueOf(input) ?? '', input, call),
    },
    DeleteMessageBatch: {
      kind: 'write',
      about: queueOf,
      canFailPartly: true,
      answer: (input, call) => batch(input, call, (entry) => remove(queueOf(input) ?? '', entry, call)),
    },
    ChangeMessageVisibility: { kind: 'write', about: queueOf },
    ChangeMessageVisibilityBatch: {
      kind: 'write',
      about: queueOf,
      canFailPartly: true,
      answer: (input, call) => batch(input, call, () => ({})),
    },
    PurgeQueue: { kind: 'write', about: queueOf, answer: purge },
    GetQueueUrl: {
      kind: 'read',
      about: (input) => textOf(input['QueueName']),
      answer: (input, call) => ({ QueueUrl: urlOf(textOf(input['QueueName']), call) }),
    },
    CreateQueue: {
      kind: 'write',
      about: (input) => textOf(input['QueueName']),
      answer: (input, call) => ({ QueueUrl: urlOf(textOf(input['QueueName']), call) }),
    },
    GetQueueAttributes: { kind: 'read', about: queueOf, answer: attributesOf },
    ListQueues: {
      kind: 'read',
      answer: (_, call) => ({ QueueUrls: call.shelf.bins().map((queue) => urlOf(queue, call)) }),
    },
  },
};

function send(queue: string, message: Fields, call: Call): Fields {
  const { QueueUrl: _, Id: __, ...held } = message;
  const body = textOf(message['MessageBody']);
  const answer = { MD5OfMessageBody: createHash('md5').update(body).digest('hex') };
  // A FIFO queue takes a message once for each deduplication id; what it says to a second one is what it said to the first.
  const deduplication = queue.endsWith('.fifo') ? deduplicationOf(message, body) : undefined;
  const sent = deduplication && call.memory.get(`deduplication of ${queue}`, deduplication);
  if (typeof sent === 'string') return { ...answer, MessageId: sent };
  const id = call.id();
  if (deduplication !== undefined) call.memory.put(`deduplication of ${queue}`, deduplication, id);
  call.shelf.append(queue, held, id);
  return { ...answer, MessageId: id, ...(queue.endsWith('.fifo') ? { SequenceNumber: sequenceNumberOf(id) } : {}) };
}

function deduplicationOf(message: Fields, body: string): string {
  return textOf(message['MessageDeduplicationId']) || createHash('sha256').update(body).digest('hex');
}

function sequenceNumberOf(id: string): string {
  return String(Number(id.slice(-12))).padStart(20, '0');
}

function receive(input: Fields, call: Call): Fields {
  const queue = queueOf(input) ?? '';
  const most = Number(input['MaxNumberOfMessages'] ?? 1);
  const waiting = call.shelf
    .entries(queue)
    .filter(([id]) => call.memory.get(`received from ${queue}`, id) === undefined);
  const messages = waiting.slice(0, most).map(([id, message]) => {
    call.memory.put(`received from ${queue}`, id, true);
    const { MessageBody, MessageAttributes } = fieldsOf(message);
    const body = textOf(MessageBody);
    const md5 = createHash('md5').update(body).digest('hex');
    return { MessageId: id, ReceiptHandle: id, MD5OfBody: md5, Body: body, MessageAttributes };
  });
  return messages.length === 0 ? {} : { Messages: messages };
}

function remove(queue: string, input: Fields, call: Call): Fields {
  const handle = textOf(input['ReceiptHandle']);
  if (handle === '')
    throw new ServiceFailure(refused('ReceiptHandleIsInvalid', 'The input receipt handle is invalid.'));
  call.shelf.remove(queue, handle);
  return {};
}

function purge(input: Fields, call: Call): Fields {
  const queue = queueOf(input) ?? '';
  for (const [id] of call.shelf.entries(queue)) call.shelf.remove(queue, id);
  return {};
}

function batch(input: Fields, call: Call, perform: (entry: Fields) => Fields): Fields {
  const entries = listOf(input['Entries']);
  const failed = entries.filter((_, index) => call.fails(index, entries.length));
  const done = entries.filter((entry) => !failed.includes(entry));
  const error = {
    SenderFault: false,
    Code: 'InternalError',
    Message: 'We encountered an internal error. Please try again.',
  };
  return {
    Successful: done.map((entry) => ({ Id: textOf(entry['Id']), ...perform(entry) })),
    Failed: failed.map((entry) => ({ Id: textOf(entry['Id']), ...error })),
  };
}

function attributesOf(input: Fields, call: Call): Fields {
  const queue = queueOf(input) ?? '';
  const count = String(call.shelf.entries(queue).length);
  return {
    Attributes: { ApproximateNumberOfMessages: count, QueueArn: `arn:aws:sqs:us-east-1:123456789012:${queue}` },
  };
}

function urlOf(queue: string, call: Call): string {
  return `${call.request.url.origin}/123456789012/${queue}`;
}
