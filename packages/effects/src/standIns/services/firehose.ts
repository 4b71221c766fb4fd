import type { Call } from '../call.ts';
import { fieldsOf, listOf, textOf } from '../fields.ts';
import type { Fields } from '../fields.ts';
import type { Service } from '../service.ts';
import { dataText } from './dataText.ts';
import { accessDenied } from './failures.ts';

const streamOf = (input: Fields): string => textOf(input['DeliveryStreamName']);
const slowDown = { code: 'ServiceUnavailableException', message: 'Slow down.' };

/** Firehose: the records that were put are in the state by delivery stream; nothing is delivered. */
export const firehose: Service = {
  name: 'firehose',
  protocol: 'json',
  target: 'Firehose_20150804',
  signedAs: 'firehose',
  hosts: /(^|\.)firehose\./,
  refusal: accessDenied,
  // Firehose says so when the throughput of a stream is exceeded; it has no throttling code for its data calls.
  throttling: { ...slowDown, status: 503 },
  operations: {
    PutRecord: {
      kind: 'write',
      about: streamOf,
      answer: (input, call) => put(streamOf(input), fieldsOf(input['Record']), call),
    },
    PutRecordBatch: { kind: 'write', about: streamOf, canFailPartly: true, answer: putRecordBatch },
    DescribeDeliveryStream: {
      kind: 'read',
      about: streamOf,
      answer: (input) => ({
        DeliveryStreamDescription: { DeliveryStreamName: streamOf(input), DeliveryStreamStatus: 'ACTIVE' },
      }),
    },
  },
};

function put(stream: string, record: Fields, call: Call): Fields {
  call.shelf.append(stream, dataText(record['Data']));
  return { RecordId: call.id() };
}

function putRecordBatch(input: Fields, call: Call): Fields {
  const records = listOf(input['Records']);
  const results = records.map((record, index) =>
    call.fails(index, records.length)
      ? { ErrorCode: slowDown.code, ErrorMessage: slowDown.message }
      : put(streamOf(input), record, call),
  );
  return { FailedPutCount: results.filter((result) => 'ErrorCode' in result).length, RequestResponses: results };
}
