import type { Answer } from '../core/answer.ts';
import type { FunctionIdentity } from '../mapping/functionIdentity.ts';
import type { RuntimeName } from '../scenario/runtime.ts';
import type { Warning } from '../trace/warning.ts';
import type { CallWatch } from './callWatch.ts';
import type { Escape } from './heard.ts';
import type { ContextFacts } from './lambdaContext.ts';
import type { ObservedCall } from './observedCall.ts';
import type { Patience } from './patience.ts';

/** One call, and who is told of what comes when it has been answered. */
export interface HandlerCall extends Omit<ContextFacts, 'function'> {
  readonly event: unknown;
  /** Whoever sees its effects, if anybody does. */
  readonly observed: ObservedCall | undefined;
  /** Told before the handler runs; what it is given tells the virtual time that the call has spent so far. */
  readonly onBegin: ((elapsedMs: () => number) => void) | undefined;
  readonly onLateAnswer: () => void;
  readonly onLateEscape: (escape: Escape, runtime: RuntimeName) => void;
}

/** What one run of the handler came to, and the virtual time that it spent itself. */
export interface HandlerRun {
  readonly answer: Exclude<Answer, { kind: 'rejected' }>;
  readonly spentMs: number;
  /** What about this run is not as it would be on Lambda, not on every runtime, or not the same on every machine. */
  readonly warnings: readonly Warning[];
}

/** How a handler is run. */
export interface InvokeOptions {
  readonly function: FunctionIdentity;
  readonly functionTimeoutMs: number;
  readonly isolation: 'json' | 'none';
  readonly patience: Patience;
  /** Undefined: the default of the handler. */
  readonly runtime: RuntimeName | undefined;
  readonly watch: CallWatch;
}
