import { type CheckUp, checkUp } from '@millrace/explore/check';
import { Command, InvalidArgumentError, Option } from 'commander';
import { type ExitCode, exitCodes } from '../shell/exitCodes.ts';
import type { Terminal } from '../shell/terminal.ts';
import { UsageError } from '../shell/usageError.ts';
import { annotations } from './annotations.ts';
import { baselineIn, keepBaseline, withoutKnown } from './baseline.ts';
import { cardText } from './cardText.ts';
import { checkTargets, type CheckFlags } from './checkTargets.ts';
import { sarif } from './sarif.ts';
import { collected } from '../shell/collected.ts';
import { functionSeconds } from '../shell/functionSeconds.ts';
import { wholeNumber } from '../shell/wholeNumber.ts';
import { mappingOptions } from '../mapping/mappingOptions.ts';

interface OutputFlags extends CheckFlags {
  readonly json?: true;
  readonly format: 'card' | 'json' | 'sarif' | 'github';
  readonly baseline?: string;
  readonly updateBaseline?: true;
  readonly budget: number;
  readonly memory: number;
  readonly seed: number;
}

const examples = `
Examples:
  $ millrace check
  $ millrace check template.yaml
  $ millrace check src/app.ts#handler --mapping mapping.json --records events.ndjson --env TABLE=orders
  $ millrace check src/app.ts#handler --key orderId=S

It needs no account and no recording: services are stood in for, and nothing leaves this machine. --baseline names a file that keeps what is
known; --update-baseline writes it, and from then on only what is new counts.
Exit codes: 0 nothing was found, 1 something was found, 2 nothing could be checked.`;

/** `millrace check`: what is wrong with a handler, without writing a line. */
export function checkCommand(terminal: Terminal, finish: (code: ExitCode) => void): Command {
  return new Command('check')
    .description('Find out what is wrong with a handler, with evidence, without writing a line.')
    .argument('[target]', 'a handler (file#export), a template, or the folder of a project', '.')
    .option('--mapping <file[#LogicalId]>', "the mapping: AWS's parameters, or what deploys it")
    .option('--records <file>', 'a recording, or events')
    .option('--env <NAME=value>', 'a variable of the environment; may be repeated', collected)
    .option(
      '--key <name=type>',
      'a key of the table and its type (S, N, B), to make records from; may be repeated',
      collected,
    )
    .option('--view <view>', 'what the stream carries, such as NEW_IMAGE')
    .option('--parameter <Name=value>', 'a parameter of the template; may be repeated', collected)
    .option(...mappingOptions.configEnv)
    .option(...mappingOptions.set)
    .option('--timeout <seconds>', "the function's time-out", functionSeconds)
    .option('--budget <seconds>', 'real time for each function', seconds, 10)
    .option('--memory <MB>', 'the most memory of the process of the handler', seconds, 256)
    .option('--seed <number>', 'of request ids', wholeNumber, 0)
    .addOption(
      new Option('--format <format>', 'how it is told').choices(['card', 'json', 'sarif', 'github']).default('card'),
    )
    .option('--json', 'the same as --format json; check.schema.json of the package describes it')
    .option('--baseline <file>', 'findings that are known, and count no more')
    .option('--update-baseline', 'write what is found to the file of --baseline')
    .addHelpText('after', examples)
    .action(async (target: string, flags: OutputFlags) => finish(await run(target, flags, terminal)));
}

async function run(target: string, flags: OutputFlags, terminal: Terminal): Promise<ExitCode> {
  const { baseline, updateBaseline = false } = flags;
  if (updateBaseline && baseline === undefined)
    throw new UsageError('--update-baseline writes the file that --baseline names: give both.');
  let known = baseline === undefined || updateBaseline ? new Set<string>() : baselineIn(baseline);
  const { targets, notChecked } = await checkTargets(target, flags);
  const results: CheckUp[] = [];
  for (const each of targets) {
    results.push(await checkUp({ ...each, budgetMs: flags.budget * 1000, memoryMb: flags.memory, seed: flags.seed }));
  }
  if (updateBaseline && baseline !== undefined) {
    keepBaseline(baseline, results);
    known = baselineIn(baseline);
  }
  const checks = results.map((result) => withoutKnown(result, known));
  await terminal.out(told(flags.json ? 'json' : flags.format, checks, notChecked));
  if (checks.every(({ counts }) => counts.tried === 0)) return exitCodes.unusable;
  return checks.some(({ findings }) => findings.length > 0) ? exitCodes.problem : exitCodes.fine;
}

function told(
  format: OutputFlags['format'],
  checks: readonly CheckUp[],
  notChecked: readonly { readonly reference: string; readonly why: string }[],
): string {
  switch (format) {
    case 'card':
      return cardText(checks, notChecked);
    case 'json':
      return `${JSON.stringify({ version: 1, checks, notChecked }, null, 2)}\n`;
    case 'sarif':
      return `${JSON.stringify(sarif(checks), null, 2)}\n`;
    case 'github':
      return annotations(checks);
  }
}

function seconds(text: string): number {
  const value = Number(text);
  if (value > 0) return value;
  throw new InvalidArgumentError('Give a number above 0.');
}
