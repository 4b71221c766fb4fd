import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { LambdaHandler } from '@millrace/simulator';
import type { Trouble } from './trouble.ts';

/** What a strategy has to work with. */
export interface Stage {
  readonly client: DynamoDBClient;
  /** A table with the partition key `id`. */
  readonly tableName: string;
  readonly trouble: Trouble;
  /** The effect on the world outside: what has happened, by sequence number, in order. */
  readonly effects: string[];
}

/** A way to process the stream. */
export interface Strategy {
  readonly name: string;
  /** The Lambda function; made once for the stream and once more for the redrive. */
  handler(stage: Stage): LambdaHandler;
  /** What has happened, when it is not in `stage.effects`. */
  effects?(stage: Stage): Promise<readonly string[]>;
}
