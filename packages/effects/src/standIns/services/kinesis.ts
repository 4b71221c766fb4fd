import type { Call } from '../call.ts';
import { lastName, listOf, textOf } from '../fields.ts';
import type { Fields } from '../fields.ts';
import type { Service } from '../service.ts';
import { accessDenied } from './failures.ts';
import { dataText } from './dataText.ts';

const streamOf = (input: Fields): string | undefined => lastName(input['StreamName']) ?? lastName(input['StreamARN']);

/** Kinesis data streams: the records that were put are in the state by stream; there is one shard. */
export const kinesis: Service = {
  name: 'kinesis',
  protocol: 'json',
  target: 'Kinesis_20131202',
  signedAs: 'kinesis',
  hosts: /(^|\.)((data|control)-)?kinesis\./,
  refusal: accessDenied,
  throttling: {
    code: 'ProvisionedThroughputExceededException',
    status: 400,
    message: 'Rate exceeded for shard shardId-000000000000',
  },
  operations: {
    PutRecord: { kind: 'write', about: streamOf, answer: (input, call) => put(streamOf(input) ?? '', input, call) },
    PutRecords: { kind: 'write', about: streamOf, canFailPartly: true, answer: putRecords },
    DescribeStreamSummary: {
      kind: 'read',
      about: streamOf,
      answer: (input) => ({
        StreamDescriptionSummary: { StreamName: streamOf(input), StreamStatus: 'ACTIVE', OpenShardCount: 1 },
      }),
    },
    ListShards: { kind: 'read', about: streamOf, answer: () => ({ Shards: [] }) },
  },
};

function put(stream: string, record: Fields, call: Call): Fields {
  const kept = { PartitionKey: textOf(record['PartitionKey']), Data: dataText(record['Data']) };
  call.shelf.append(stream, kept);
  return { ShardId: 'shardId-000000000000', SequenceNumber: `4959033${call.id().slice(-12)}` };
}

function putRecords(input: Fields, call: Call): Fields {
  const records = listOf(input['Records']);
  const results = records.map((record, index) =>
    call.fails(index, records.length)
      ? {
          ErrorCode: 'ProvisionedThroughputExceededException',
          ErrorMessage: 'Rate exceeded for shard shardId-000000000000',
        }
      : put(streamOf(input) ?? '', record, call),
  );
  return { FailedRecordCount: results.filter((result) => 'ErrorCode' in result).length, Records: results };
}
