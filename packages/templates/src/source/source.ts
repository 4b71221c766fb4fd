import type { FunctionEnvironment } from './functionEnvironment.ts';
import type { TableSchema } from './tableSchema.ts';

/** What has been read of a file or a folder: the mappings that it deploys, each to be worked out when it is asked for. */
export interface Source {
  /** Of DynamoDB streams; and those whose kind of stream the source leaves open, which are not sure. */
  readonly mappings: readonly SourceMapping[];
  /** What may be asked for and is no mapping of a DynamoDB stream that is deployed. */
  readonly leftOut: readonly LeftOut[];
  /** What the file is and where a mapping would stand in it, for messages: `a template …: neither … nor …`. */
  readonly kind: string;
}

/** A mapping that a source deploys. */
export interface SourceMapping {
  /** The name that means this one only: a logical id, or `Function.Event` for an event of a SAM function. */
  readonly name: string;
  /** Other names that may mean it: its function, and the logical id that SAM would give it. */
  readonly aliases: readonly string[];
  /** Whether it is known that it reads a DynamoDB stream. */
  readonly isSure: boolean;
  readonly read: () => WorkedMapping;
}

/** Something that is not simulated, and why: `a mapping of an SQS queue`. */
export interface LeftOut {
  readonly name: string;
  readonly aliases: readonly string[];
  readonly why: string;
}

/** A mapping with its values worked out; those that the source leaves open are `OpenValue`s. */
export interface WorkedMapping {
  readonly properties: Readonly<Record<string, Worked>>;
  readonly function: WorkedFunction | undefined;
  readonly table: DeployedTable | undefined;
  /** All tables of the source of which the keys are known. */
  readonly tables: readonly TableSchema[];
  /** The source's parameters in its order, in which messages ask for them. */
  readonly parameters: readonly string[];
}

/** A value as it is written and as it was worked out: `undefined` when it is not given after all. */
export interface Worked {
  readonly written: unknown;
  readonly value: unknown;
}

/** What a source tells of a function; its texts may be open or missing. */
export interface WorkedFunction {
  /** What messages call it. */
  readonly id: string;
  readonly name: string | undefined;
  readonly handler: unknown;
  readonly runtime: unknown;
  readonly timeout: Worked;
  readonly memory: unknown;
  readonly environment: FunctionEnvironment;
  /** Where its code may lie, best first, and the files that a bundler is told to begin with. */
  readonly code: { readonly folders: readonly string[]; readonly entryPoints: readonly string[] };
}

/** What a source tells of the table that a mapping reads. */
export interface DeployedTable {
  readonly name: string | undefined;
  /** The names of the key attributes: the partition key, and the sort key if there is one. */
  readonly keys: readonly string[] | undefined;
  /** What the records of its stream hold: `NEW_AND_OLD_IMAGES`, … */
  readonly streamView: string | undefined;
}
