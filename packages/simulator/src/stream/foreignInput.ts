import { isObject } from '../words/isObject.ts';
import { parsedJson } from '../words/parsedJson.ts';

const capture = 'replay the records of the table: millrace capture --table <name> > recording.ndjson';

/**
 * What something is that functions get and that is no record of a DynamoDB stream, and what to do; `undefined` for what
 * has no known name.
 */
export function foreignInput(value: Readonly<Record<string, unknown>>): string | undefined {
  if ('recordFormat' in value && 'tableName' in value) return kinesisForDynamoDb;
  if ('detail-type' in value) {
    const isPipe = typeof value.source === 'string' && value.source.startsWith('Pipe ');
    return `it is an event of ${isPipe ? 'EventBridge Pipes' : 'EventBridge'}, which no mapping of a DynamoDB stream delivers. To test the function behind a stream, ${capture}`;
  }
  if ('DDBStreamBatchInfo' in value) {
    return (
      'it is the document of an on-failure destination, which names records and does not hold them: only an S3 destination gets them too, in "payload". ' +
      `To see them again within 24 hours, ${capture}`
    );
  }
  if ('KinesisBatchInfo' in value)
    return `it is the document of an on-failure destination of a Kinesis stream; ${instead}`;
  const source = value.eventSource ?? value.EventSource;
  if (typeof source !== 'string' || source === 'aws:dynamodb') return undefined;
  if (source === 'aws:kinesis')
    return isChange(dataOf(value)) ? kinesisForDynamoDb : `it is a record of Kinesis; ${instead}`;
  if (source === 'aws:sqs') {
    return `it is a message of an SQS queue (also when EventBridge Pipes brings it), which has no shards and no checkpoint; ${instead}`;
  }
  if (source === 'aws:sns') return `it is a notification of SNS; ${instead}`;
  return `it is an event of ${source}; ${instead}`;
}

const instead = `only DynamoDB streams are replayed. To test the function behind one, ${capture}`;

const kinesisForDynamoDb =
  'it is a change that Kinesis Data Streams for DynamoDB brings: it has no sequence number of a stream, may come twice and out of order, and another mapping delivers it. ' +
  `To test the function behind the table's own stream, ${capture}`;

/** What a Kinesis record carries, in a mapping's event or in that of a Pipe. */
function dataOf({ kinesis, data }: Readonly<Record<string, unknown>>): unknown {
  const text = isObject(kinesis) ? kinesis.data : data;
  return typeof text === 'string' ? parsedJson(Buffer.from(text, 'base64').toString('utf8')) : undefined;
}

function isChange(value: unknown): boolean {
  return isObject(value) && isObject(value.dynamodb);
}
