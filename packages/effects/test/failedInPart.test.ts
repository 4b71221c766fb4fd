import { expect, test } from '@jest/globals';
import { failedInPart } from '../src/call/failedInPart.ts';

// What the commands of the SDK answer with, when some of it was not done.

test.each<[string, object]>([
  ['dynamodb.BatchWriteItem', { UnprocessedItems: { orders: [{}] } }],
  ['dynamodb.BatchGetItem', { UnprocessedKeys: { orders: { Keys: [{}] } } }],
  ['sqs.SendMessageBatch', { Successful: [{ Id: 'a' }], Failed: [{ Id: 'b' }] }],
  ['eventbridge.PutEvents', { FailedEntryCount: 1, Entries: [] }],
  ['firehose.PutRecordBatch', { FailedPutCount: 1 }],
  ['kinesis.PutRecords', { FailedRecordCount: 1 }],
  ['s3.DeleteObjects', { Errors: [{ Key: 'b' }] }],
  ['lambda.Invoke', { StatusCode: 200, FunctionError: 'Unhandled' }],
  ['sfn.StartSyncExecution', { status: 'FAILED' }],
  ['ses.SendBulkTemplatedEmail', { Status: [{ Status: 'Success' }, { Status: 'TransientFailure' }] }],
  ['sesv2.SendBulkEmail', { BulkEmailEntryResults: [{ Status: 'SUCCESS' }, { Status: 'TRANSIENT_FAILURE' }] }],
  ['ssm.GetParameters', { Parameters: [], InvalidParameters: ['/b'] }],
  ['logs.PutLogEvents', { rejectedLogEventsInfo: { tooNewLogEventStartIndex: 1 } }],
  ['xray.PutTraceSegments', { UnprocessedTraceSegments: [{ Id: 'a' }] }],
])('%s', (_operation, answer) => {
  expect(failedInPart(answer)).toBe(true);
});

test.each<[string, unknown]>([
  ['nothing', undefined],
  ['no list of failures', { Successful: [{ Id: 'a' }] }],
  ['an empty one', { Failed: [], Errors: [], UnprocessedItems: {}, InvalidParameters: [] }],
  ['a count of none', { FailedEntryCount: 0 }],
  ['an execution that runs', { status: 'RUNNING' }],
  ['mails that were all sent', { Status: [{ Status: 'Success' }], BulkEmailEntryResults: [{ Status: 'SUCCESS' }] }],
  ['an item with a status', { Item: { Status: 'Failed' } }],
])('all of it was done: %s', (_what, answer) => {
  expect(failedInPart(answer)).toBe(false);
});
