import { url } from 'node:inspector';
import { basename } from 'node:path';
import { performance } from 'node:perf_hooks';
import {
  createSimulation,
  reproduceLine,
  type RuntimeName,
  runtimeNames,
  runtimeOf,
  type Trace,
} from '@millrace/simulator';
import { Command, InvalidArgumentError, Option } from 'commander';
import { type ExitCode, exitCodes } from '../shell/exitCodes.ts';
import { askedMapping, type MappingFlags } from '../mapping/askedMapping.ts';
import type { LoadHandler } from '../shell/loadHandler.ts';
import { addedEnvironment } from '../running/addedEnvironment.ts';
import { askedRuntime } from '../running/askedRuntime.ts';
import { type FailOn, failOnChoices } from './failOn.ts';
import { faultNames, faultsAt } from './faultsAt.ts';
import { logEar } from './loggedErrors.ts';
import { RunLooker } from './lookingAfter.ts';
import { effectsTold, type EffectsTold } from './effectsTold.ts';
import { intercepting } from '../running/intercepting.ts';
import { lendingEnvironment } from '../running/lendingEnvironment.ts';
import { lendingProcess } from '../running/lendingProcess.ts';
import { ofMappedStream } from '../recording/ofMappedStream.ts';
import { readRecording } from '../recording/readRecording.ts';
import { replayResult } from './replayResult.ts';
import { maxLives as maxLivesInText, replayText } from './replayText.ts';
import { unlessInterrupted } from '../running/unlessInterrupted.ts';
import { untilDone } from '../running/untilDone.ts';
import { sayingWhatIsThrown } from './sayingWhatIsThrown.ts';
import { sayingWhenSlow } from './sayingWhenSlow.ts';
import { viewMismatch } from './viewMismatch.ts';
import type { Terminal } from '../shell/terminal.ts';
import { collected } from '../shell/collected.ts';
import { mappingOptions } from '../mapping/mappingOptions.ts';

interface ReplayFlags extends MappingFlags {
  readonly handler: string;
  readonly startAt?: string;
  readonly realTimeout?: number;
  readonly import?: readonly string[];
  readonly runtime?: RuntimeName;
  /** False with --no-effects. */
  readonly effects: boolean;
  readonly allowHost?: readonly string[];
  readonly allowProcesses?: true;
  readonly fault?: readonly string[];
  readonly failOn?: ReadonlySet<FailOn>;
  readonly trace?: true;
  readonly json?: true;
}

/** A machine that is busy with other things is no endless loop. */
const guardGraceMs = 5000;
/** Lambda's own. */
const defaultTimeoutSeconds = 3;

const examples = `
Examples:
  $ millrace replay orders.ndjson --handler src/handler.ts --mapping mapping.json
  $ millrace replay orders.ndjson --handler src/handler.ts#onOrder --mapping template.yaml#OrdersFunction
  $ millrace replay event.json --handler src/handler.ts --set BatchSize=25 --set FunctionResponseTypes=ReportBatchItemFailures

The mapping has AWS's own names and defaults; StartingPosition alone defaults to TRIM_HORIZON here. The handler runs in
this process. Nothing leaves the machine: services of AWS and other hosts are answered by stand-ins, unless --allow-host or
--no-effects says otherwise. What it prints goes to standard error. It finds the environment variables
that a template gives the function, AWS_REGION and AWS_LAMBDA_FUNCTION_NAME, unless your environment has them already.
Exit codes: 0 every record was processed, filtered out, before the starting position, or discarded to a destination,
each item's in order; 1 a record was lost, left pending or processed out of order, a report was not heard or malformed, or
nothing succeeded; 2 an option, a file or the handler cannot be used. --fail-on asks for more. Ctrl-C ends a run, and what
happened so far is told.`;

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
    .option('--import <file>', 'test doubles: a module that is loaded before the handler; may be repeated', collected)
    .option(...mappingOptions.mapping)
    .option(...mappingOptions.parameter)
    .option(...mappingOptions.configEnv)
    .option(...mappingOptions.set)
    .option(...mappingOptions.timeout)
    .option(
      '--start-at <time>',
      'when the mapping starts, in ISO 8601: after the records, it finds them as a backlog (default: with the first)',
      time,
    )
    .option(
      '--real-timeout <seconds>',
      'how long each call is waited for in real time (default: the time-out, until one has hung; then hardly at all)',
      realSeconds,
    )
    .addOption(
      new Option(
        '--runtime <name>',
        "the function's Node.js runtime, which says what answers are heard (default: the template's; else nodejs24.x, or nodejs22.x for a handler with a callback)",
      ).choices(runtimeNames),
    )
    .option(
      '--fault <name@n>',
      `a fault at the n-th attempt of the run: ${faultNames.ofAttempts.join(', ')}; or, as name@n.m, at its m-th effect: ${faultNames.ofEffects.join(', ')}; may be repeated`,
      collected,
    )
    .option(
      '--fail-on <what>',
      'what else makes the exit code 1: discard, retry or warning, may be repeated; never: nothing does',
      failOn,
    )
    .option('--allow-host <host>', 'a host that the handler may reach in truth; may be repeated', collected)
    .option('--allow-processes', 'let the handler start child processes and worker threads, of which nothing is seen')
    .option('--no-effects', 'let what the handler does leave the machine, and do not look at it')
    .option('--trace', 'print the whole trace too, a line for everything that happened')
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
  const { region, notices, ...read } = await readRecording(recordings);
  const { count, source, notice } = ofMappedStream({ region, notices, ...read }, mapping.EventSourceArn);
  for (const note of invoked.notes) terminal.err(`millrace: ${note}\n`);
  for (const told of [...notices, notice]) if (told !== undefined) terminal.err(`millrace: ${told}\n`);
  const { runtime: deployed, note } = askedRuntime(flags.runtime ?? invoked.runtime);
  if (note !== undefined) terminal.err(`millrace: ${note}\n`);
  const allowed = { allowHosts: flags.allowHost ?? [], allowProcesses: flags.allowProcesses ?? false };
  // What may reach a host in truth has the credentials of whoever runs it.
  const isClosed = flags.effects && allowed.allowHosts.length === 0;
  const environment = addedEnvironment(invoked.environment, mapping, region, process.env, { isClosed });
  const faults = faultsAt(flags.fault ?? [], flags.effects);
  const say = (text: string): void => ear.unheard(() => terminal.err(text));
  const guard = terminal.guard?.('replay');
  // Within its time-out a call is over, unless it never lets go of the process; with a debugger it may take any time.
  const longestMs = url() === undefined ? 2000 * (flags.realTimeout ?? timeoutSeconds) + guardGraceMs : Infinity;
  let soFar = 'The handler, and what it imports, was being loaded.';
  guard?.note(soFar, Infinity);
  const onProgress = (text: string, isCall: boolean): void => {
    soFar = text;
    guard?.note(text, isCall ? longestMs : Infinity);
  };
  const looker = new RunLooker({
    mapping: { ...mapping },
    recorded: count,
    signal: terminal.signal,
    say,
    note: onProgress,
  });
  const ear = logEar(() => looker.currentCall);
  // Its module runs when it is loaded: what that prints, or where it ends the process, is the handler's too.
  const seen = <T>(work: (told?: (trace: Trace) => EffectsTold) => Promise<T>): Promise<T> =>
    flags.effects
      ? intercepting({ ...allowed, tables: invoked.tables }, ({ report, refusals }) =>
          work((trace) => effectsTold(trace, report(trace), refusals)),
        )
      : work();
  const { trace, realMs, askedFor, effects } = await untilDone(
    'replay',
    guard,
    terminal,
    () => soFar,
    () =>
      lendingEnvironment(environment.variables, (unset) =>
        lendingProcess(
          () =>
            seen(async (told) => {
              const handler = await unlessInterrupted(
                'replay',
                load(flags.handler, flags.import ?? []),
                terminal.signal,
              );
              const loaded = sayingWhatIsThrown(handler, say);
              await guard?.ready;
              const startedAt = performance.now();
              const simulation = await createSimulation({
                handler: looker.watching(sayingWhenSlow(loaded, timeoutSeconds, flags.realTimeout, say)),
                ...looker.counting(source),
                mapping,
                functionTimeoutMs: timeoutSeconds * 1000,
                runtime: runtimeOf(deployed, handler),
                ...(flags.realTimeout !== undefined && { realTimeoutMs: flags.realTimeout * 1000 }),
                ...(flags.fault !== undefined && { faults: faults.at }),
                ...(flags.startAt !== undefined && { startAt: flags.startAt }),
              });
              const trace = await simulation.run({ beforeEach: looker.beforeEach });
              return { trace, realMs: performance.now() - startedAt, askedFor: unset(), effects: told?.(trace) };
            }),
          { ear },
        ),
      ),
  );

  const maxLives = flags.json ? Number.POSITIVE_INFINITY : maxLivesInText;
  const result = replayResult(trace, {
    mapping: { ...mapping },
    recorded: count,
    realMs,
    maxLives,
    isTimeoutGiven: invoked.timeoutSeconds !== undefined,
    environment,
    askedFor,
    loggedErrors: ear.heard(),
    isInterrupted: terminal.signal.aborted,
    effects,
    moreWarnings: [viewMismatch(invoked.table?.streamView, looker.seenImages), ...faults.unmet()].filter(
      (text) => text !== undefined,
    ),
    failOn: flags.failOn ?? new Set(),
  });
  const text = flags.trace ? trace.toText() : '';
  await terminal.out(
    flags.json
      ? `${JSON.stringify({ recording: named(recordings), handler: flags.handler, ...result, events: trace.events, ...(flags.trace && { trace: text }) }, null, 2)}\n`
      : `${recordings.map((file) => basename(file)).join(', ')} through ${flags.handler}\n\n${replayText(result, text)}`,
  );
  if (result.problems.length === 0) return exitCodes.fine;
  terminal.err(`${reproduceLine(trace)}\n`);
  return flags.failOn?.has('never') ? exitCodes.fine : exitCodes.problem;
}

function named(recordings: readonly string[]): string | readonly string[] {
  const [first] = recordings;
  return recordings.length === 1 && first !== undefined ? first : recordings;
}

function realSeconds(text: string): number {
  const value = Number(text);
  if (text.trim() !== '' && value >= 0.001) return value;
  throw new InvalidArgumentError('Give seconds, at least 0.001, or Infinity for as long as it takes.');
}

function failOn(text: string, earlier: ReadonlySet<FailOn> = new Set()): ReadonlySet<FailOn> {
  const choice = failOnChoices.find((known) => known === text);
  if (choice === undefined)
    throw new InvalidArgumentError(`Give one of ${failOnChoices.join(', ')}; the option may be repeated.`);
  if (earlier.size > 0 && (choice === 'never') !== earlier.has('never')) {
    throw new InvalidArgumentError('never stands alone: it lets nothing fail.');
  }
  return new Set([...earlier, choice]);
}

function time(text: string): string {
  const hasZone = /^\d{4}-\d\d-\d\dT[\d:.]+(?:Z|[-+]\d\d:\d\d)$/u.test(text);
  if (hasZone && !Number.isNaN(Date.parse(text))) return text;
  throw new InvalidArgumentError('Give a time in ISO 8601 with its zone, such as 2026-11-25T12:00:00Z.');
}
