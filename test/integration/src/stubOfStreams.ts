import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';

/** How the stub answers the n-th request for records, from 0: it answers itself, or gives the body of an answer. */
export type Reading = (request: number, response: ServerResponse) => object | undefined;

/** DynamoDB Streams as one shard on 127.0.0.1, which breaks as it is told to. */
export interface StubOfStreams {
  readonly endpoint: string;
  close(): Promise<void>;
}

/** An insert as the API of DynamoDB Streams writes it. */
export function streamsRecord(sequenceNumber: number): object {
  const key = { id: { S: String(sequenceNumber) } };
  return {
    eventID: `e${sequenceNumber}`,
    eventName: 'INSERT',
    eventVersion: '1.1',
    eventSource: 'aws:dynamodb',
    awsRegion: 'eu-west-1',
    dynamodb: {
      ApproximateCreationDateTime: 1_790_000_000,
      Keys: key,
      NewImage: key,
      SequenceNumber: String(sequenceNumber),
      SizeBytes: 4,
      StreamViewType: 'NEW_AND_OLD_IMAGES',
    },
  };
}

/** Starts the stub on a free port. */
export async function stubOfStreams(read: Reading): Promise<StubOfStreams> {
  const arn = 'arn:aws:dynamodb:eu-west-1:000000000000:table/T/stream/2026-01-01T00:00:00.000';
  const shard = { ShardId: 'shardId-1', SequenceNumberRange: { StartingSequenceNumber: '1' } };
  let reads = 0;
  const answers: Readonly<Record<string, (response: ServerResponse) => object | undefined>> = {
    ListStreams: () => ({ Streams: [{ StreamArn: arn, TableName: 'T', StreamLabel: arn.split('/').at(-1) }] }),
    DescribeStream: () => ({ StreamDescription: { StreamArn: arn, StreamStatus: 'ENABLED', Shards: [shard] } }),
    GetShardIterator: () => ({ ShardIterator: 'iterator' }),
    GetRecords: (response) => read(reads++, response),
  };
  const server = createServer((request: IncomingMessage, response) => {
    request.resume().on('end', () => {
      const operation = String(request.headers['x-amz-target']).split('.').at(-1) ?? '';
      const body = answers[operation]?.(response);
      if (body === undefined) return;
      response.writeHead(200, { 'content-type': 'application/x-amz-json-1.0' }).end(JSON.stringify(body));
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    endpoint: `http://127.0.0.1:${port}`,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
