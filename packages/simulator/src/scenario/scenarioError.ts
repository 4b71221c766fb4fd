import { errorBrand } from '../words/errorBrand.ts';
import { printable } from '../words/printable.ts';

const brand = errorBrand<ScenarioError>('@millrace/ScenarioError');

/** What is wrong with the options of a simulation, or with the moment at which something is asked of it. */
export type ScenarioErrorCode =
  | 'UnknownOption'
  | 'InvalidOption'
  | 'InvalidHandler'
  | 'InvalidRecord'
  | 'RecordsOutOfOrder'
  | 'InvalidShards'
  | 'LimitExceeded'
  | 'EndlessLoop'
  | 'SimulationBusy'
  | 'SimulationOver';

/** One round of a handler that feeds itself: a record, the call that got it, and what that wrote. */
export interface LoopStep {
  readonly record: string;
  readonly itemKey: string;
  readonly eventName: string;
  /** Counts the invocations of the run from 0. */
  readonly invocation: number;
  /** Whose invocation it is, where several mappings run together. */
  readonly mapping?: string;
  /** Such as `UpdateItem orders`. */
  readonly write: string;
  /** The record that the write made. */
  readonly leadsTo: string;
}

/** Options that cannot be simulated: says which, why, and what to write instead. */
export class ScenarioError extends Error {
  override readonly name = 'ScenarioError';
  readonly code: ScenarioErrorCode;
  /** The smallest cycle of an `EndlessLoop`. */
  readonly cycle: readonly LoopStep[] | undefined;

  constructor(
    code: ScenarioErrorCode,
    message: string,
    options?: ErrorOptions & { readonly cycle?: readonly LoopStep[] },
  ) {
    super(printable(message), options);
    this.code = code;
    this.cycle = options?.cycle;
    brand.put(this);
  }
}

/** Recognises a {@link ScenarioError} whichever copy of the package (ESM or CommonJS) made it. */
export function isScenarioError(value: unknown): value is ScenarioError {
  return brand.isOn(value);
}
