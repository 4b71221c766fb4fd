import type { EffectFault, StreamingTable } from '@millrace/simulator';
import type { DescribedEffect } from './describedEffect.ts';
import type { OutgoingAnswer } from './outgoingAnswer.ts';
import type { OutgoingRequest } from './outgoingRequest.ts';

/** Stand-ins whose tables can be the `table` of a run. */
export interface StandInsWithTables extends StandIns {
  /**
   * A table for `simulate({ table })`: what it is written to makes records of the run, with its keys and in its view. A write that changes
   * nothing makes none, nor does a transaction that is cancelled.
   */
  table(name: string): StreamingTable;
}

/** Services that are answered for, with a state of their own. */
export interface StandIns {
  /** What a request means; `undefined` when none of these stands in for its host. */
  describe(request: OutgoingRequest): DescribedEffect | undefined;
  /**
   * Does what is asked for and answers as the service would, or with the fault. That an answer is lost, or that none
   * comes in time, is acted out by whoever asks: here the work is done or not, and the answer is made.
   */
  answer(request: OutgoingRequest, fault?: EffectFault): Promise<OutgoingAnswer>;
  /** Everything that they hold, as plain data that can be compared, by service. */
  state(): Promise<unknown>;
  /** Forgets everything. */
  reset(): Promise<void>;
  /** Ends what runs behind them. */
  close(): Promise<void>;
}
