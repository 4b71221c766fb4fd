#!/usr/bin/env node
import { main } from './main.ts';
import { processTerminal } from './shell/processTerminal.ts';

// The SDK's advice about its own next Node version is nothing that a user of this command can act on.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true';

// A handler may leave connections open, which would keep the process alive: so it is ended, once all is written.
void main(process.argv.slice(2), processTerminal()).then((code) => process.stdout.write('', () => process.exit(code)));
