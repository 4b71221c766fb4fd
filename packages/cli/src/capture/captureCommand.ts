import { counted } from '@millrace/simulator';
import type { StreamName } from '@millrace/live';
import { Command } from 'commander';
import { type ExitCode, exitCodes } from '../shell/exitCodes.ts';
import { readerGone } from '../shell/processTerminal.ts';
import type { Terminal } from '../shell/terminal.ts';
import { UsageError } from '../shell/usageError.ts';

interface CaptureFlags {
  readonly table?: string;
  readonly streamArn?: string;
  readonly endpoint?: string;
  readonly region?: string;
  readonly follow?: true;
}

const examples = `
Example:
  $ millrace capture --table Orders --endpoint http://localhost:8000 > orders.ndjson

The recording goes to standard output: one record a line, as Lambda gets it. Shards that stand side by side are told
apart by a "shardId" at the end of each line. Everything else is said on standard error.
Exit codes: 0 recorded, or followed until Ctrl-C; 1 broken off, by Ctrl-C too (what was written is complete up to there);
2 nothing captured.`;

/** `millrace capture`: what a DynamoDB stream holds, as an NDJSON recording on standard output. */
export function captureCommand(terminal: Terminal, finish: (code: ExitCode) => void): Command {
  return new Command('capture')
    .description('Write what a DynamoDB stream holds (24 hours at most) as a recording.')
    .option('--table <name>', 'the table whose newest stream to read')
    .option('--stream-arn <arn>', 'the stream itself, instead of --table')
    .option('--endpoint <url>', 'DynamoDB Local or another emulator, such as http://localhost:8000 (default: AWS)')
    .option('--region <region>', 'the AWS region (default: from --stream-arn, AWS_REGION or the profile)')
    .option('--follow', 'keep writing new records until Ctrl-C')
    .addHelpText('after', examples)
    .action(async (flags: CaptureFlags) => finish(await capture(flags, terminal)));
}

async function capture({ table, streamArn, ...flags }: CaptureFlags, terminal: Terminal): Promise<ExitCode> {
  const stream = streamNamed(table, streamArn);
  if (stream === undefined) {
    throw new UsageError(
      'Say which stream to capture: either --table <name> or --stream-arn <arn>, not both. ' +
        'For example: millrace capture --table Orders > orders.ndjson',
    );
  }
  // Loaded only here: the AWS SDK takes longer to load than everything else that any command needs.
  const { captureStream, isCaptureError, recordingLine } = await import('@millrace/live');
  const onNotice = (notice: string) => terminal.err(`millrace: ${notice}\n`);
  const shards = new Set<string>();
  let records = 0;
  try {
    for await (const captured of captureStream({ ...flags, ...stream, signal: terminal.signal, onNotice })) {
      await terminal.out(`${recordingLine(captured)}\n`);
      shards.add(captured.shardId);
      records++;
    }
  } catch (error) {
    // Before the first record nothing is lost: what was asked for is not there to be read.
    if (!isCaptureError(error) || (records === 0 && error.failure !== 'notServed')) throw error;
    terminal.err(`millrace: broken off after ${records} records: ${error.message}\n`);
    return exitCodes.problem;
  }
  const what = `${counted(records, 'record')} of ${counted(shards.size, 'shard')}`;
  // Following has no end but this one, and a reader that went away has seen what it wanted.
  const { signal } = terminal;
  if (signal.aborted && signal.reason !== readerGone && flags.follow !== true) {
    terminal.err(`millrace: interrupted after ${what}: the stream may hold more. What was written is whole.\n`);
    return exitCodes.problem;
  }
  terminal.err(`millrace: captured ${what}.\n`);
  return exitCodes.fine;
}

function streamNamed(tableName: string | undefined, streamArn: string | undefined): StreamName | undefined {
  if (tableName !== undefined) return streamArn === undefined ? { tableName } : undefined;
  return streamArn === undefined ? undefined : { streamArn };
}
