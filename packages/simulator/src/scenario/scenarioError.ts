import { errorBrand } from '../words/errorBrand.ts';

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
  | 'SimulationBusy'
  | 'SimulationOver';

/** Options that cannot be simulated: says which, why, and what to write instead. */
export class ScenarioError extends Error {
  override readonly name = 'ScenarioError';
  readonly code: ScenarioErrorCode;

  constructor(code: ScenarioErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
    brand.put(this);
  }
}

/** Recognises a {@link ScenarioError} whichever copy of the package (ESM or CommonJS) made it. */
export function isScenarioError(value: unknown): value is ScenarioError {
  return brand.isOn(value);
}
