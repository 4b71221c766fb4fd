export { type ExitCode, exitCodes } from './shell/exitCodes.ts';
export { type MainParts, main } from './main.ts';
export type { LoadedHandler, LoadHandler } from './shell/loadHandler.ts';
export type { Terminal } from './shell/terminal.ts';
export { UsageError } from './shell/usageError.ts';
