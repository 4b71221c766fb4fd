import type { EventSourceMapping } from '@millrace/simulator';
import type { Spelling } from './openValuesError.ts';

/** What a source leaves open, and how to speak of it. */
export interface MappingFromOptions {
  /**
   * Values for what the source takes from outside: parameters of a template (over their Defaults, `AWS::Region` too), options
   * of a `serverless.yml` (`stage`, `env:NAME`, `param:name`), variables of Terraform.
   */
  readonly parameters?: Readonly<Record<string, string | number | boolean>>;
  /** Parameters of the mapping that are put over the source's, which is then not asked for them. */
  readonly overrides?: Partial<EventSourceMapping>;
  /** The function's time-out, over the source's. */
  readonly timeoutSeconds?: number;
  /** The section of a `samconfig.toml` whose `parameter_overrides` count; `default` by default, as for `sam deploy`. */
  readonly configEnv?: string;
  /** The parameters of the mapping that matter; others, and the time-out, are left out when they are open. All by default. */
  readonly needed?: readonly string[];
  /** How messages say that a value is given; the command speaks of its options. */
  readonly spelling?: Spelling;
}
