import { basename } from 'node:path';
import { performance } from 'node:perf_hooks';
import { reproduceLine, simulate } from '@millrace/simulator';
import { Command, InvalidArgumentError } from 'commander';
import { type ExitCode, exitCodes } from '../shell/exitCodes.ts';
import { askedMapping, type MappingFlags } from '../mapping/askedMapping.ts';
import type { LoadHandler } from '../shell/loadHandler.ts';
import { addedEnvironment } from './addedEnvironment.ts';
import { lendingEnvironment } from './lendingEnvironment.ts';
import { lendingProcess } from './lendingProcess.ts';
import { readRecording } from './readRecording.ts';
import { replayResult } from './replayResult.ts';
import { maxLives as maxLivesInText, replayText } from './replayText.ts';
import { sayingWhatIsThrown } from './sayingWhatIsThrown.ts';
import { sayingWhenSlow } from './sayingWhenSlow.ts';
import type { Terminal } from '../shell/terminal.ts';

interface ReplayFlags extends MappingFlags {
  readonly handler: string;
  readonly startAt?: string;
  readonly json?: true;
}

/** Lambda's own. */
const defaultTimeoutSeconds = 3;

const examples = `
Examples:
  $ millrace replay orders.ndjson --handler src/handler.ts --mapping mapping.json
  $ millrace replay orders.ndjson --handler src/handler.ts#onOrder --mapping template.yaml#OrdersFunction
  $ millrace replay event.json --handler src/handler.ts --set BatchSize=25 --set FunctionResponseTypes=ReportBatchItemFailures

The mapping has AWS's own names and defaults; StartingPosition alone defaults to TRIM_HORIZON here. The handler runs in
this process, for real: point it at test doubles. What it prints goes to standard error. It finds the environment variables
that a template gives the function, AWS_REGION and AWS_LAMBDA_FUNCTION_NAME, unless your environment has them already.
Exit codes: 0 every record was processed, filtered out, before the starting position, or discarded to a destination,
each item's in order; 1 a record was lost, left pending or processed out of order, or a report was not heard or malformed;
2 an option, a file or the handler cannot be used.`;

/** `millrace replay`: a recording through a handler, as Lambda's event source mapping would deliver it. */
export function replayCommand(terminal: Terminal, finish: (code: ExitCode) => void, load: LoadHandler): Command {
  return new Command('replay')
    .description('Send a recording through a handler, with the batches, retries and discards of a mapping on AWS.')
    .argument(
      '<recording...>',
      'files that millrace capture wrote, events, or logs of the function, plain or gzip; - is standard input',
    )
    .requiredOption(
      '--handler <file[#export]>',
      'the handler: a TypeScript or JavaScript file, and the name of the export unless it is handler',
    )
    .option(
      '--mapping <file[#LogicalId]>',
      "the mapping: JSON or YAML of AWS's parameters, or what deploys it: a template, cdk.out, serverless.yml, Terraform",
    )
    .option('--parameter <Name=value>', 'a parameter of the template, over its Default; may be repeated', collected)
    .option('--config-env <name>', 'the section of the samconfig.toml beside the template (default: default)')
    .option('--set <Parameter=value>', 'a parameter of the mapping, over the file; may be repeated', collected)
    .option(
      '--timeout <seconds>',
      "the function's time-out, of real and of virtual time (default: the template's, or 3)",
      seconds,
    )
    .option(
      '--start-at <time>',
      'when the mapping starts, in ISO 8601: after the records, it finds them as a backlog (default: with the first)',
      time,
    )
    .option('--json', 'print the result as JSON')
    .addHelpText('after', examples)
    .action(async (recordings: readonly string[], flags: ReplayFlags) =>
      finish(await replay(recordings, flags, terminal, load)),
    );
}

async function replay(
  recordings: readonly string[],
  flags: ReplayFlags,
  terminal: Terminal,
  load: LoadHandler,
): Promise<ExitCode> {
  const { mapping, ...invoked } = askedMapping(flags);
  const timeoutSeconds = invoked.timeoutSeconds ?? defaultTimeoutSeconds;
  const { count, region, source, notices } = await readRecording(recordings);
  for (const note of invoked.notes) terminal.err(`millrace: ${note}\n`);
  for (const notice of notices) terminal.err(`millrace: ${notice}\n`);
  const environment = addedEnvironment(invoked.environment, mapping, region, process.env);
  const say = (text: string): void => terminal.err(text);
  // Its module runs when it is loaded: what that prints, or where it ends the process, is the handler's too.
  const { trace, realMs } = await lendingEnvironment(environment.variables, () =>
    lendingProcess(async () => {
      const handler = sayingWhenSlow(sayingWhatIsThrown(await load(flags.handler), say), timeoutSeconds, say);
      const startedAt = performance.now();
      const trace = await simulate({
        handler,
        ...source,
        mapping,
        functionTimeoutMs: timeoutSeconds * 1000,
        ...(flags.startAt !== undefined && { startAt: flags.startAt }),
      });
      return { trace, realMs: performance.now() - startedAt };
    }),
  );

  const maxLives = flags.json ? Number.POSITIVE_INFINITY : maxLivesInText;
  const result = replayResult(trace, {
    mapping: { ...mapping },
    recorded: count,
    realMs,
    maxLives,
    isTimeoutGiven: invoked.timeoutSeconds !== undefined,
    environment,
  });
  await terminal.out(
    flags.json
      ? `${JSON.stringify({ recording: named(recordings), handler: flags.handler, ...result }, null, 2)}\n`
      : `${recordings.map((file) => basename(file)).join(', ')} through ${flags.handler}\n\n${replayText(result)}`,
  );
  if (result.problems.length > 0) terminal.err(`${reproduceLine(trace)}\n`);
  return result.problems.length === 0 ? exitCodes.fine : exitCodes.problem;
}

function named(recordings: readonly string[]): string | readonly string[] {
  const [first] = recordings;
  return recordings.length === 1 && first !== undefined ? first : recordings;
}

/** A default that commander knows of would stand in the help, as `[]`. */
function collected(setting: string, earlier: readonly string[] = []): readonly string[] {
  return [...earlier, setting];
}

/** Lambda's own limits of a function's time-out (1 s to 15 min). */
function seconds(text: string): number {
  const value = Number(text);
  if (text.trim() !== '' && value >= 1 && value <= 900) return value;
  throw new InvalidArgumentError("Give seconds, from 1 to Lambda's 900, such as 30.");
}

function time(text: string): string {
  const hasZone = /^\d{4}-\d\d-\d\dT[\d:.]+(?:Z|[-+]\d\d:\d\d)$/u.test(text);
  if (hasZone && !Number.isNaN(Date.parse(text))) return text;
  throw new InvalidArgumentError('Give a time in ISO 8601 with its zone, such as 2026-11-25T12:00:00Z.');
}
