import { EffectError } from '../observer/effectError.ts';
import { callerLine } from './caller.ts';

/** How something would have left the machine. */
export type Way = 'connection' | 'name' | 'datagram' | 'process' | 'thread' | 'binding';

/** The error for what would leave the machine: it names where to, who asked, and what allows it. */
export function refusal(way: Way, host: string, stack?: string): EffectError {
  const caller = callerLine(stack);
  return new EffectError(
    'LeavesMachine',
    `${what[way](host)} is refused: nothing leaves this machine, and nothing stands in for it. ` +
      `It was asked for ${caller === undefined ? 'by a place that is not known' : `at ${caller}`}. ${remedy[way](host)}`,
    host,
  );
}

const what: Record<Way, (host: string) => string> = {
  connection: (host) => `A connection to ${host}`,
  name: (host) => `To look up the name ${host}`,
  datagram: (host) => `A datagram to ${host}`,
  process: (command) => `The child process ${command}`,
  thread: (file) => `The worker thread ${file}`,
  binding: (name) => `The binding ${name} of Node`,
};

const byHost = (host: string): string =>
  `Allow it with --allow-host ${host}, in code interceptEffects({ allowHosts: ['${host}'] }), or give it an answer.`;
const byKind = (): string =>
  'What it does is not seen, so it could go anywhere. Allow it with --allow-processes, in code interceptEffects({ allowProcesses: true }).';

const byModule = (): string =>
  'What is done with it is not seen, so it could go anywhere. Use the modules of Node, such as node:net.';

const remedy: Record<Way, (host: string) => string> = {
  connection: byHost,
  name: byHost,
  datagram: byHost,
  process: byKind,
  thread: byKind,
  binding: byModule,
};
