import type { _Record as StreamsRecord, DynamoDBStreamsClient } from '@aws-sdk/client-dynamodb-streams';

/** A shard of the fake: its pages in order, and whether reading past them ends (closed) or finds nothing (open). */
export interface FakeShard {
  readonly parent?: string;
  readonly pages: string[][];
  readonly isClosed?: boolean;
  /** The list of shards lags behind: it gives no end of a closed shard yet. */
  readonly isListedOpen?: boolean;
}

/** What a request may be made to fail with, by its command's name and how often that command was sent before. */
export type Failing = (
  command: string,
  time: number,
  input: Readonly<Record<string, string | number | undefined>>,
) => Error | undefined;

/** DynamoDB Streams in a few lines: sequence numbers are the records, an iterator is `shard/position/serial`. */
export function fakeStreams(shards: Record<string, FakeShard>, failing: Failing = () => undefined) {
  const sent: { command: string; input: Record<string, string | number | undefined> }[] = [];
  const answers: Record<string, (input: Record<string, string | number | undefined>) => object> = {
    ListStreamsCommand: () => ({
      Streams: [
        { StreamArn: 'arn:old', StreamLabel: '2026-01-01T00:00:00.000' },
        { StreamArn: 'arn:new', StreamLabel: '2026-02-01T00:00:00.000' },
      ],
    }),
    DescribeStreamCommand: ({ ExclusiveStartShardId: after }) => {
      // One shard a page, so that paging is always part of it.
      const ids = Object.keys(shards);
      const index = after === undefined ? 0 : ids.indexOf(`${after}`) + 1;
      const id = ids[index];
      const shard = id === undefined ? undefined : shards[id];
      const described = shard && {
        ShardId: id,
        ParentShardId: shard.parent,
        SequenceNumberRange: {
          StartingSequenceNumber: '0',
          ...(shard.isClosed && !shard.isListedOpen && { EndingSequenceNumber: '99' }),
        },
      };
      return {
        StreamDescription: {
          Shards: described ? [described] : [],
          LastEvaluatedShardId: index < ids.length - 1 ? id : undefined,
        },
      };
    },
    GetShardIteratorCommand: ({ ShardId, ShardIteratorType, SequenceNumber }) => {
      const pages = shards[String(ShardId)]?.pages ?? [];
      const after = pages.findIndex((page) => page.at(-1) === SequenceNumber);
      return { ShardIterator: `${ShardId}/${ShardIteratorType === 'TRIM_HORIZON' ? 0 : after + 1}` };
    },
    GetRecordsCommand: ({ ShardIterator }) => {
      const [id = '', position = ''] = String(ShardIterator).split('/');
      const shard = shards[id];
      const page = shard?.pages[Number(position)];
      const isLast = Number(position) >= (shard?.pages.length ?? 0) - 1;
      const next = page ? Number(position) + 1 : Number(position);
      return {
        Records: (page ?? []).map(streamed),
        NextShardIterator: shard?.isClosed && isLast ? undefined : `${id}/${next}`,
      };
    },
  };
  const send = async (command: { input: Record<string, string | number | undefined> }) => {
    const name = command.constructor.name;
    const time = sent.filter((one) => one.command === name).length;
    sent.push({ command: name, input: command.input });
    const error = failing(name, time, command.input);
    if (error) throw error;
    return answers[name]?.(command.input) ?? {};
  };
  const waits: number[] = [];
  const notices: string[] = [];
  return {
    client: { send } as unknown as DynamoDBStreamsClient,
    streamArn: 'arn:new',
    wait: async (ms: number) => void waits.push(ms),
    onNotice: (notice: string) => void notices.push(notice),
    sent,
    waits,
    notices,
  };
}

/** An error as the SDK throws it: told apart by its name, or by its code when it is the network's. */
export function awsError(name: string, code?: string): Error {
  return Object.assign(new Error(`${name} for the test`), { name, ...(code !== undefined && { code }) });
}

function streamed(sequenceNumber: string): StreamsRecord {
  return {
    eventID: `e${sequenceNumber}`,
    eventName: 'INSERT',
    eventVersion: '1.0',
    eventSource: 'aws:dynamodb',
    awsRegion: 'eu-west-1',
    dynamodb: {
      ApproximateCreationDateTime: new Date(1_790_000_000_000 + Number(sequenceNumber) * 1000),
      Keys: { id: { B: Uint8Array.of(255, 0) } },
      SequenceNumber: sequenceNumber,
      SizeBytes: 3,
      StreamViewType: 'KEYS_ONLY',
    },
  };
}
