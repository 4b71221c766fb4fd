import { SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import type { PoisonHandler } from '@millrace/handler';

type PoisonRecord = Parameters<PoisonHandler>[0];

/** SQS refuses larger messages; with both images a record can have three times as much. */
const maxMessageBytes = 256 * 1024;

/** Sends a poison record, as it was delivered, and what is wrong with it. */
export async function sendToQueue(
  sqs: SQSClient,
  queueUrl: string,
  record: PoisonRecord,
  error: Error,
  signal: AbortSignal,
): Promise<void> {
  const reason = { name: error.name, message: error.message.slice(0, 1000) };
  const whole = JSON.stringify({ reason, record });
  // Too large with its images: the keys and the sequence number still say where to look.
  const isTooLarge = Buffer.byteLength(whole) > maxMessageBytes;
  const body = isTooLarge ? JSON.stringify({ reason, record: withoutImages(record), imagesLeftOut: true }) : whole;
  await sqs.send(new SendMessageCommand({ QueueUrl: queueUrl, MessageBody: body }), { abortSignal: signal });
}

function withoutImages(record: PoisonRecord): PoisonRecord {
  const { NewImage: _new, OldImage: _old, ...change } = record.dynamodb ?? {};
  return { ...record, dynamodb: change };
}
