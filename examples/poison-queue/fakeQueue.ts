import { createHash } from 'node:crypto';
import { SQSClient } from '@aws-sdk/client-sqs';

/** The real client of SQS with a queue in memory in place of the network. */
export function fakeQueue({ failures = 0 } = {}) {
  const messages: unknown[] = [];
  let left = failures;
  const sqs = new SQSClient({
    region: 'eu-west-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    maxAttempts: 1,
    requestHandler: {
      async handle(request: { readonly body: string }) {
        if (left-- > 0) return { response: answer(503, { __type: 'ServiceUnavailable', message: 'try again' }) };
        const { MessageBody } = JSON.parse(request.body) as { MessageBody: string };
        messages.push(JSON.parse(MessageBody));
        const MD5OfMessageBody = createHash('md5').update(MessageBody).digest('hex');
        return { response: answer(200, { MessageId: String(messages.length), MD5OfMessageBody }) };
      },
    },
  });
  return { sqs, messages };
}

function answer(statusCode: number, body: object) {
  return {
    statusCode,
    headers: { 'content-type': 'application/x-amz-json-1.0' },
    body: Buffer.from(JSON.stringify(body)),
  };
}
