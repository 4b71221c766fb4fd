import type { EventSourceMapping } from '@millrace/simulator';
import { type DeployedMapping, mappingFrom, unknownFunction } from '@millrace/templates';
import { UsageError } from '../shell/usageError.ts';
import { parameterValues } from './parameterValues.ts';
import { setParameters } from './setParameters.ts';

/** The options with which a command line names a mapping. */
export interface MappingFlags {
  readonly mapping?: string;
  readonly parameter?: readonly string[];
  readonly configEnv?: string;
  readonly set?: readonly string[];
  readonly timeout?: number;
}

/**
 * What the options and the file say together: the mapping, and what is known of the function. Only parameters that are needed
 * are asked for; all, unless they are named. @throws {UsageError}
 */
export function askedMapping(flags: MappingFlags, needed?: readonly string[]): DeployedMapping {
  const overrides = setParameters(flags.set ?? []);
  const parameters = parameterValues(flags.parameter ?? []);
  if (flags.mapping === undefined && flags.parameter !== undefined) {
    throw new UsageError('--parameter is for a parameter of a template: name the template with --mapping <file>.');
  }
  const found =
    flags.mapping === undefined
      ? undefined
      : mappingFrom(flags.mapping, {
          parameters,
          overrides,
          spelling: 'options',
          ...(needed !== undefined && { needed }),
          ...(flags.configEnv !== undefined && { configEnv: flags.configEnv }),
          ...(flags.timeout !== undefined && { timeoutSeconds: flags.timeout }),
        });
  const { mapping: fromFile, ...told } = found ?? { mapping: overrides, ...unknownFunction };
  // The event of a SAM function does not name it; its environment does, so the context of an invocation should.
  const { name } = told.function;
  const named = name === undefined ? {} : { FunctionName: name };
  // What AWS would refuse in it is refused by the simulator, in AWS's words.
  const mapping = { StartingPosition: 'TRIM_HORIZON', ...named, ...fromFile } as EventSourceMapping;
  return { ...told, mapping, timeoutSeconds: flags.timeout ?? told.timeoutSeconds };
}
