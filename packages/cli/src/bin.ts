#!/usr/bin/env node
import { main } from './main.ts';
import { endingWith } from './shell/endingWith.ts';
import { exitCodes } from './shell/exitCodes.ts';
import { processTerminal } from './shell/processTerminal.ts';

// The SDK's advice about its own next Node version is nothing that a user of this command can act on.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true';

const terminal = processTerminal();
const end = endingWith(exitCodes.problem, () =>
  terminal.err(
    'millrace: The command never came to its end, as nothing is left that it could wait for: a module awaits a promise, at its top, that nobody settles. Look for that await in the handler and in what it imports.\n',
  ),
);
// A handler may leave connections open, which would keep the process alive: so it is ended, once all is written.
void main(process.argv.slice(2), terminal).then((code) => process.stdout.write('', () => end(code)));
