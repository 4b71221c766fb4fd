import type { FindingCode } from './finding.ts';
import type { EventSourceMapping } from '@millrace/simulator';
import type { StreamViewType } from '@millrace/records';
import type { DynamoDBRecord } from 'aws-lambda';

/** What `checkUp` takes. Only `handler` is required; what is not given is not tried, and is told so. */
export interface CheckUpOptions {
  /** `file#export`, loaded in a child process of its own. */
  readonly handler: string;
  /** What the card calls it beside its file, such as the logical id of its function. */
  readonly name?: string;
  /** AWS's own parameters. Without it, what depends on the mapping is not judged. */
  readonly mapping?: EventSourceMapping;
  /** Wire records, or the path of a recording. */
  readonly records?: readonly DynamoDBRecord[] | string;
  /** Variables of the environment that the handler has. */
  readonly env?: Readonly<Record<string, string>>;
  /** Such as `nodejs22.x`; it is told in the result. */
  readonly runtime?: string;
  /** The function's time-out; default 3. */
  readonly timeoutSeconds?: number;
  /** Names and types of the table's keys, to make records from when there are none: `{ orderId: 'S' }`. */
  readonly keys?: Readonly<Record<string, 'S' | 'N' | 'B'>>;
  /** What the stream carries; default: what the records say. */
  readonly view?: StreamViewType;
  /** What to look for; default: everything. Only what it takes is run. */
  readonly codes?: readonly FindingCode[];
  /** Real milliseconds after which the check-up ends, whatever the handler does; default 10,000. */
  readonly budgetMs?: number;
  /** The most memory of the child process, in MB; default 256. */
  readonly memoryMb?: number;
  readonly seed?: number;
}
