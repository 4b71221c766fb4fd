import { reasonOf } from '@millrace/simulator';
import { parse } from 'yaml';
import { UsageError } from '../shell/usageError.ts';

/**
 * The parameters that `--set Name=value` gives: numbers, booleans, JSON and plain text as one would write them in YAML.
 * A list may be given as its one element, as AWS's own command line takes it.
 *
 * @example
 * setParameters(['BatchSize=25', 'BisectBatchOnFunctionError=true']); // { BatchSize: 25, BisectBatchOnFunctionError: true }
 */
export function setParameters(settings: readonly string[]): Readonly<Record<string, unknown>> {
  return Object.fromEntries(settings.map(setParameter));
}

const listParameters = ['FunctionResponseTypes'];

function setParameter(setting: string): [name: string, value: unknown] {
  const [, path, text] = /^\s*([A-Za-z]+(?:\.[A-Za-z]+)*)\s*=(.*)$/su.exec(setting) ?? [];
  if (path === undefined || text === undefined) {
    throw new UsageError(`--set ${setting} is not <Parameter>=<value>. For example: --set BatchSize=25`);
  }
  const value = parsed(text, setting);
  const [name = '', ...members] = path.split('.');
  if (members.length > 0) {
    const whole = members.reduceRight<unknown>((inner, member) => ({ [member]: inner }), value);
    throw new UsageError(
      `--set ${setting} is a part of ${name}, which is set as a whole: --set ${name}='${JSON.stringify(whole)}'`,
    );
  }
  return [name, listParameters.includes(name) && typeof value === 'string' ? [value] : value];
}

function parsed(text: string, setting: string): unknown {
  try {
    return parse(text);
  } catch (cause) {
    throw new UsageError(`The value of --set ${setting} is neither JSON nor YAML: ${reasonOf(cause)}`, cause);
  }
}
