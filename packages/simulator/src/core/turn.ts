import type { Command } from './command.ts';
import type { PollerRules } from './pollerRules.ts';

/** One call of `transition`: the moment, the rules that hold at it, and the commands so far. */
export interface Turn {
  readonly nowMs: number;
  readonly rules: PollerRules;
  readonly commands: Command[];
}
