import type { EventSourceMapping } from '@millrace/simulator';
import { type FunctionEnvironment, noEnvironment } from './functionEnvironment.ts';
import type { DeployedTable } from './source.ts';
import type { TableSchema } from './tableSchema.ts';

/** A mapping as it is deployed, and what is known of the function that it invokes and of the table that it reads. */
export interface DeployedMapping {
  /** AWS's own parameters, as `simulate` takes them; whether AWS would take their values is for it to say. */
  readonly mapping: EventSourceMapping;
  /** What the source calls the mapping; `undefined` when it holds nothing else. */
  readonly name: string | undefined;
  readonly function: DeployedFunction;
  /** Such as `nodejs22.x`. */
  readonly runtime: string | undefined;
  /** The function's time-out in seconds; when the source does not say, Lambda's is 3. */
  readonly timeoutSeconds: number | undefined;
  /** The function's memory in MB. */
  readonly memoryMb: number | undefined;
  readonly environment: FunctionEnvironment;
  readonly table: DeployedTable | undefined;
  /** The tables of the source of which the keys are known, as CreateTable has them: also those that the handler writes to. */
  readonly tables: readonly TableSchema[];
  /**
   * In sentences: what was taken from elsewhere than the source itself, as parameters of a `samconfig.toml`; and that AWS refuses
   * the mapping, where it has no `StartingPosition`.
   */
  readonly notes: readonly string[];
}

/** The function of a mapping, where the source has it. */
export interface DeployedFunction {
  /** The name that the source gives it, or its logical id there. */
  readonly name: string | undefined;
  /** As the source writes it: `src/app.handler`. */
  readonly handler: string | undefined;
  /** The absolute path of the file of a Node.js handler, when there is one where the source says that its code lies. */
  readonly file: string | undefined;
  /** The export of that file: `handler`. */
  readonly exportName: string | undefined;
}

/** What is known without a source that has the function. */
export const unknownFunction: Omit<DeployedMapping, 'mapping'> = {
  name: undefined,
  function: { name: undefined, handler: undefined, file: undefined, exportName: undefined },
  runtime: undefined,
  timeoutSeconds: undefined,
  memoryMb: undefined,
  environment: noEnvironment,
  table: undefined,
  tables: [],
  notes: [],
};
