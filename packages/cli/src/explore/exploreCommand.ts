import { url } from 'node:inspector';
import {
  explore,
  type Exploration,
  type ExploreOptions,
  hunt,
  type FaultKind,
  faultKinds,
  type HuntTask,
  huntOptions,
  type Setup,
} from '@millrace/explore';
import { counted, type RuntimeName, runtimeNames } from '@millrace/simulator';
import { Command, InvalidArgumentError, Option } from 'commander';
import { askedMapping, type MappingFlags } from '../mapping/askedMapping.ts';
import { ofMappedStream } from '../recording/ofMappedStream.ts';
import { readRecording } from '../recording/readRecording.ts';
import { addedEnvironment } from '../running/addedEnvironment.ts';
import { askedRuntime } from '../running/askedRuntime.ts';
import { intercepting, type InterceptionAsked } from '../running/intercepting.ts';
import { lendingEnvironment } from '../running/lendingEnvironment.ts';
import { lendingProcess } from '../running/lendingProcess.ts';
import { unlessInterrupted } from '../running/unlessInterrupted.ts';
import { untilDone } from '../running/untilDone.ts';
import { collected } from '../shell/collected.ts';
import { type ExitCode, exitCodes } from '../shell/exitCodes.ts';
import type { LoadHandler } from '../shell/loadHandler.ts';
import type { Terminal } from '../shell/terminal.ts';
import { UsageError } from '../shell/usageError.ts';
import { wholeNumber } from '../shell/wholeNumber.ts';
import { huntProgress } from './huntProgress.ts';
import { huntText } from './huntText.ts';
import { mappingOptions } from '../mapping/mappingOptions.ts';

interface ExploreFlags extends MappingFlags {
  readonly runtime?: RuntimeName;
  readonly handler?: string;
  readonly setup?: string;
  readonly exploration?: string;
  readonly fault?: readonly FaultKind[];
  readonly runs?: number;
  readonly enumerate?: number;
  readonly seed?: number;
  readonly path?: string;
  readonly for?: number;
  readonly workers?: number;
  readonly save: string;
  readonly allowHost?: readonly string[];
  readonly allowProcesses?: true;
  readonly effects: boolean;
  readonly json?: true;
}

const examples = `
Examples:
  $ millrace explore orders.ndjson --setup test/ledger.ts#setup --mapping mapping.json
  $ millrace explore orders.ndjson --handler src/handler.ts --set BatchSize=25 --runs 200
  $ millrace explore --exploration test/ledger.ts#exploration --for 5m

--setup names a function that answers with { handler, observe?, restart? }, --exploration one that answers with all options of
explore(). The handler runs in this process, many hundreds of times. Nothing leaves the machine: services of AWS and other hosts over
HTTPS are answered by stand-ins, which are empty at the start of each run, and what they hold at its end is compared. What the handler
logs is left out. With --for it runs on all cores until the time is up; Ctrl-C tells what was found so far. A failure is kept in the
file of --save and tried first the next time.
Exit codes: 0 it survived, 1 it did not, 2 an option, a file or the handler cannot be used.`;

/** `millrace explore`: what a stream can do to a handler, and the smallest story that breaks it. */
export function exploreCommand(terminal: Terminal, finish: (code: ExitCode) => void, load: LoadHandler): Command {
  return new Command('explore')
    .description('Try everything a stream can do to a handler, and tell the smallest story that breaks it.')
    .argument('[recording...]', 'files that millrace capture wrote, events, or logs of the function')
    .option('--handler <file[#export]>', 'the handler')
    .option('--setup <file#export>', 'a function that makes a fresh world and a handler over it, for each run')
    .option('--exploration <file#export>', 'a function that answers with the options of explore()')
    .option(...mappingOptions.mapping)
    .option(...mappingOptions.parameter)
    .option(...mappingOptions.configEnv)
    .option(...mappingOptions.set)
    .option(...mappingOptions.timeout)
    .option('--fault <kind>', `a kind of fault; may be repeated (default: all): ${faultKinds.join(', ')}`, faultKind)
    .option('--runs <count>', 'how many runs are drawn, beyond those that are enumerated (default: 500)', count)
    .option(
      '--enumerate <count>',
      'up to so many are tried one by one; also what a failure printed (default: 1000)',
      count,
    )
    .option('--seed <number>', 'the seed that a failure printed', wholeNumber)
    .option('--path <path>', 'the path that a failure printed')
    .option('--for <time>', 'hunt on all cores for so long: 30s, 5m, 1h', duration)
    .option('--workers <count>', 'how many threads hunt (default: one for each core)', count)
    .option('--save <file>', 'where a failure is kept', '.millrace/explore.json')
    .addOption(
      new Option(
        '--runtime <name>',
        "the function's Node.js runtime, which says what answers are heard (default: the template's; else nodejs24.x, or nodejs22.x for a handler with a callback)",
      ).choices(runtimeNames),
    )
    .option('--allow-host <host>', 'a host that the handler may reach in truth; may be repeated', collected)
    .option('--allow-processes', 'let the handler start child processes and worker threads, of which nothing is seen')
    .option('--no-effects', 'let what the handler does leave the machine, and do not look at it')
    .option('--json', 'print the result as JSON')
    .addHelpText('after', examples)
    .action(async (recordings: readonly string[], flags: ExploreFlags) =>
      finish(await run(recordings, flags, terminal, load)),
    );
}

async function run(
  recordings: readonly string[],
  flags: ExploreFlags,
  terminal: Terminal,
  load: LoadHandler,
): Promise<ExitCode> {
  const task = await taskOf(recordings, flags, terminal);
  return lendingEnvironment(task.environment ?? {}, async (unset) => {
    const code = await (flags.for === undefined
      ? exploreOnce(task, flags, terminal, load)
      : huntOn(task, flags.for, flags, terminal));
    const names = unset();
    if (names.length > 0) terminal.err(`millrace: the handler asked for ${names.join(', ')}, which nobody set.\n`);
    return code;
  });
}

/** A run takes milliseconds, unless its handler never lets go of the process; a time-out in real time comes on top of this. */
const longestRunMs = 60_000;

/** In this process. */
async function exploreOnce(task: Task, flags: ExploreFlags, terminal: Terminal, load: LoadHandler): Promise<ExitCode> {
  const { intercept, functionTimeoutMs = 3000 } = task;
  const guard = terminal.guard?.('exploration');
  let soFar = 'The handler, and what it imports, was being loaded.';
  const note = (text: string, limitMs: number): void => guard?.note((soFar = text), limitMs);
  note(soFar, Infinity);
  // With a debugger a run may take any time.
  const limitMs = url() === undefined ? longestRunMs + 2 * functionTimeoutMs : Infinity;
  let runs = 0;
  const onRun = (count: number): void => void (runs = count);
  // Also where a failure is made smaller, which counts no runs: as long as some begin, the handler lets go of the process.
  const beforeRun = (): void => note(`${counted(runs, 'run', 'runs')}.`, limitMs);
  const work = async (): Promise<Exploration> => {
    await guard?.ready;
    const loading = huntOptions(task, async (reference) => load(reference, []));
    const options = await unlessInterrupted('exploration', loading, terminal.signal);
    const setup: Setup = () => {
      beforeRun();
      return options.setup();
    };
    return explore({ ...options, ...askedOf(flags), setup, signal: terminal.signal, onRun });
  };
  // What it logs in hundreds of runs would bury the report.
  const quietly = (): Promise<Exploration> => lendingProcess(work, { isQuiet: true });
  let refused: readonly string[] = [];
  const found = await untilDone(
    'exploration',
    guard,
    terminal,
    () => soFar,
    () =>
      intercept === false
        ? quietly()
        : intercepting(intercept, async ({ refusals }) => {
            const found = await quietly();
            refused = [...new Set(refusals.map(({ message }) => message))];
            return found;
          }),
  );
  await tell(found, flags, terminal);
  for (const message of refused) terminal.err(`millrace: refused: ${message}\n`);
  return found.ok ? exitCodes.fine : exitCodes.problem;
}

function askedOf({ save, runs, enumerate, seed, path }: ExploreFlags): Partial<ExploreOptions> {
  return {
    save,
    ...(runs !== undefined && { runs }),
    ...(enumerate !== undefined && { enumerate }),
    ...(seed !== undefined && { seed }),
    ...(path !== undefined && { path }),
  };
}

async function tell(found: Exploration, { json }: ExploreFlags, terminal: Terminal): Promise<void> {
  const { report, counterexample, ...figures } = found;
  const { trace: _trace, traceWithoutFaults: _without, ...told } = counterexample ?? {};
  await terminal.out(
    json
      ? `${JSON.stringify({ ...figures, ...(counterexample && { counterexample: told }) }, null, 2)}\n`
      : `${report}\n`,
  );
}

async function huntOn(task: HuntTask, forMs: number, flags: ExploreFlags, terminal: Terminal): Promise<ExitCode> {
  const progress = huntProgress(terminal, forMs);
  const hunting = hunt({
    ...task,
    forMs,
    save: flags.save,
    signal: terminal.signal,
    onProgress: progress.tell,
    ...(flags.workers !== undefined && { workers: flags.workers }),
    ...(flags.seed !== undefined && { seed: flags.seed }),
  });
  const found = await hunting.finally(progress.end);
  await terminal.out(flags.json ? `${JSON.stringify(found, null, 2)}\n` : huntText(found));
  if (found.notSaved !== undefined) {
    terminal.err(`millrace: the failure is not kept: ${flags.save} cannot be written: ${found.notSaved}.\n`);
  }
  return found.ok ? exitCodes.fine : exitCodes.problem;
}

/** What is explored, and what may leave the machine. */
type Task = HuntTask & { readonly intercept: false | InterceptionAsked };

async function taskOf(recordings: readonly string[], flags: ExploreFlags, terminal: Terminal): Promise<Task> {
  const { handler, setup, exploration } = flags;
  const named = [handler, setup, exploration].filter((one) => one !== undefined);
  if (named.length !== 1) throw new UsageError('Name what is explored by one of --handler, --setup and --exploration.');
  if (flags.for !== undefined && (flags.runs ?? flags.enumerate ?? flags.path) !== undefined)
    throw new UsageError('--for tries as much as there is time for: leave --runs, --enumerate and --path out.');
  if (flags.for === undefined && flags.workers !== undefined)
    throw new UsageError('--workers is for a hunt, which takes a time: --for 5m.');
  const isWhole = exploration !== undefined;
  if (isWhole && recordings.length > 0)
    throw new UsageError('--exploration brings its own records: leave the recording out.');
  if (isWhole && (flags.set ?? flags.mapping) !== undefined)
    throw new UsageError('--exploration brings its own mapping: leave --mapping and --set out.');
  if (!isWhole && recordings.length === 0)
    throw new UsageError('Name a recording: millrace explore orders.ndjson --handler …');
  const { mapping, timeoutSeconds, environment, tables, notes, ...invoked } = askedMapping(flags);
  const { runtime, note } = askedRuntime(flags.runtime ?? invoked.runtime);
  const allowed = { allowHosts: flags.allowHost ?? [], allowProcesses: flags.allowProcesses ?? false };
  // What may reach a host in truth has the credentials of whoever runs it.
  const isClosed = flags.effects && allowed.allowHosts.length === 0;
  const { region, records, notices } = isWhole ? nothingRecorded : await recorded(recordings, mapping.EventSourceArn);
  for (const told of [...notes, ...notices, note]) if (told !== undefined) terminal.err(`millrace: ${told}\n`);
  const { variables } = addedEnvironment(environment, mapping, region, process.env, { isClosed });
  return {
    ...(exploration !== undefined && { exploration }),
    ...(setup !== undefined && { setup }),
    ...(handler !== undefined && { handler }),
    ...(records !== undefined && { records, mapping }),
    ...(timeoutSeconds !== undefined && { functionTimeoutMs: timeoutSeconds * 1000 }),
    ...(runtime !== undefined && { runtime }),
    ...(flags.fault !== undefined && { faults: flags.fault }),
    environment: variables,
    intercept: flags.effects && { ...allowed, tables },
  };
}

interface Recorded {
  readonly region: string | undefined;
  readonly records: HuntTask['records'];
  /** What is to be said of it. */
  readonly notices: readonly (string | undefined)[];
}

const nothingRecorded: Recorded = { region: undefined, records: undefined, notices: [] };

async function recorded(recordings: readonly string[], streamArn: unknown): Promise<Recorded> {
  const { region, notices, ...read } = await readRecording(recordings);
  const { source, notice } = ofMappedStream({ region, notices, ...read }, streamArn);
  const shards = 'shards' in source ? Object.values(source.shards).map(({ records }) => records) : [source.records];
  const [only, another] = shards;
  if (only === undefined || another !== undefined) {
    throw new UsageError(
      `The recording has ${shards.length} shards: explore takes the records of one, and splits it itself.`,
    );
  }
  const found: NonNullable<HuntTask['records']>[number][] = [];
  for await (const record of only) found.push(record);
  return { region, records: found, notices: [...notices, notice] };
}

function faultKind(text: string, earlier: readonly FaultKind[] = []): readonly FaultKind[] {
  const kind = faultKinds.find((known) => known === text);
  if (kind === undefined) throw new InvalidArgumentError(`Give one of ${faultKinds.join(', ')}.`);
  return [...earlier, kind];
}

function count(text: string): number {
  const value = Number(text);
  if (Number.isSafeInteger(value) && value > 0) return value;
  throw new InvalidArgumentError('Give a whole number above 0.');
}

const unitMs = { s: 1000, m: 60_000, h: 3_600_000 } as const;

function duration(text: string): number {
  const [, amount, unit] = /^(\d+(?:\.\d+)?)([smh])$/.exec(text) ?? [];
  if (amount === undefined || unit === undefined || Number(amount) === 0) {
    throw new InvalidArgumentError('Give a time with its unit: 30s, 5m or 1h.');
  }
  return Number(amount) * unitMs[unit as keyof typeof unitMs];
}
