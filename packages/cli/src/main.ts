import { isErrorOfAnyRealm, isMappingError, reasonOf } from '@millrace/simulator';
import { Command, CommanderError } from 'commander';
import { captureCommand } from './capture/captureCommand.ts';
import { checkCommand } from './check/checkCommand.ts';
import { filterCommand } from './filter/filterCommand.ts';
import { exploreCommand } from './explore/exploreCommand.ts';
import { type ExitCode, exitCodes } from './shell/exitCodes.ts';
import { type LoadHandler, loadHandler } from './shell/loadHandler.ts';
import { replayCommand } from './replay/replayCommand.ts';
import { isOutputError } from './shell/outputError.ts';
import { safeTerminal, withShortArguments } from './shell/safeTerminal.ts';
import type { Terminal } from './shell/terminal.ts';
import { version } from './shell/version.ts';

/** What a test may put in the place of the real thing. */
export interface MainParts {
  readonly loadHandler?: LoadHandler;
}

const examples = `
Examples:
  $ millrace check src/handler.ts --mapping template.yaml#OrdersFunction --records orders.ndjson
  $ millrace capture --table Orders --endpoint http://localhost:8000 > orders.ndjson
  $ millrace replay orders.ndjson --handler src/handler.ts --mapping template.yaml#OrdersFunction
  $ millrace filter orders.ndjson --mapping template.yaml#OrdersFunction
  $ millrace explore orders.ndjson --setup test/ledger.ts#setup --mapping template.yaml#OrdersFunction --for 5m

Exit codes: 0 fine, 1 it ran and shows a problem, 2 it could not run (usage, input).`;

/**
 * Runs the command line and answers with the exit code; it never exits the process and writes only to `terminal`.
 *
 * @example
 * process.exitCode = await main(['replay', 'orders.ndjson', '--handler', 'handler.ts'], terminal);
 */
export async function main(args: readonly string[], raw: Terminal, parts: MainParts = {}): Promise<ExitCode> {
  const terminal = safeTerminal(raw);
  let code: ExitCode = exitCodes.fine;
  const finish = (result: ExitCode) => {
    code = result;
  };
  const program = new Command('millrace')
    .description('Record, replay and judge DynamoDB streams through a Lambda handler.')
    .version(version)
    .addHelpText('after', examples)
    .addCommand(captureCommand(terminal, finish))
    .addCommand(checkCommand(terminal, finish))
    .addCommand(exploreCommand(terminal, finish, parts.loadHandler ?? loadHandler))
    .addCommand(replayCommand(terminal, finish, parts.loadHandler ?? loadHandler))
    .addCommand(filterCommand(terminal, finish));
  const written: Promise<void>[] = [];
  for (const command of [program, ...program.commands]) {
    command
      .exitOverride()
      .configureOutput({
        writeOut: (text) => written.push(terminal.out(text)),
        writeErr: (text) => terminal.err(withShortArguments(text, args)),
      })
      .showHelpAfterError(`(see: millrace ${command === program ? '' : `${command.name()} `}--help)`);
  }
  try {
    await allOf(program.parseAsync(args, { from: 'user' }), written);
    return code;
  } catch (error) {
    if (isOutputError(error)) {
      terminal.err(`millrace: ${error.message}\n`);
      return exitCodes.problem;
    }
    if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.fine : exitCodes.unusable;
    terminal.err(`millrace: ${withShortArguments(textOf(error), args)}\n`);
    return exitCodes.unusable;
  }
}

/** Waits for a command and then for what it wrote: help counts too, which ends by an exception of its own. */
async function allOf(command: Promise<unknown>, written: readonly Promise<void>[]): Promise<void> {
  try {
    await command;
  } finally {
    await Promise.all(written);
  }
}

/** Known errors speak for themselves; an unknown one is a fault of ours or of the handler's module, so with its stack. */
function textOf(error: unknown): string {
  if (!isErrorOfAnyRealm(error)) return reasonOf(error);
  const hint = 'hint' in error && typeof error.hint === 'string' ? `\n${error.hint}` : '';
  if (isMappingError(error)) return `The mapping is refused: ${error.message}${hint}`;
  const isKnown = 'code' in error && typeof error.code === 'string';
  return isKnown ? `${error.message}${hint}` : (error.stack ?? error.message);
}
