import type { EventSourceMapping } from '@millrace/simulator';
import { type DeployedMapping, unknownFunction } from './source/deployedMapping.ts';
import { handlerFile, handlerName } from './source/handlerFile.ts';
import type { MappingFromOptions } from './mappingFromOptions.ts';
import { OpenValue } from './values/openValue.ts';
import { type AskedValue, openValuesError } from './openValuesError.ts';
import { coerced, wholeNumber } from './reading/coerced.ts';
import { missingPosition } from './missingPosition.ts';
import type { SourceMapping, WorkedFunction } from './source/source.ts';
import { TemplateError } from './values/templateError.ts';

/** What tells one mapping from another in messages and documents only: where unknown, it is left out. */
const labels = new Set(['EventSourceArn', 'FunctionName', 'Tags', 'KMSKeyArn']);
/** A simulated mapping runs: a template that turns it off (in a stage, by default) would simulate nothing. */
const withoutMeaning = new Set(['Enabled']);

/**
 * A mapping of a source with all values it needs. Those that are open are one `TemplateError`, unless they are overridden.
 */
export function deployedFrom(
  { name, read }: SourceMapping,
  file: string,
  { overrides = {}, timeoutSeconds, needed, spelling = 'arguments' }: MappingFromOptions,
  notes: readonly string[],
): DeployedMapping {
  const { properties, function: invoked, table, tables, parameters } = read();
  const values: [string, unknown][] = [];
  const asked: AskedValue[] = [];
  for (const [parameter, { written, value }] of Object.entries(properties)) {
    if (Object.hasOwn(overrides, parameter) || withoutMeaning.has(parameter)) continue;
    if (!(value instanceof OpenValue)) {
      if (value !== undefined) values.push([parameter, coerced(parameter, value)]);
    } else if (needed === undefined ? !labels.has(parameter) : needed.includes(parameter)) {
      asked.push({ what: `${parameter} of ${name}`, written, open: value, parameter });
    }
  }
  const timeout = timeoutSeconds === undefined && invoked ? timeoutOf(invoked, file) : timeoutSeconds;
  if (typeof timeout === 'object' && needed === undefined) asked.push(timeout);
  if (asked.length > 0) throw openValuesError(asked, file, { parameters, spelling });
  // What else AWS would refuse in it is refused by the simulator, in AWS's words.
  const mapping = { ...Object.fromEntries(values), ...overrides } as EventSourceMapping;
  const seconds = typeof timeout === 'number' ? timeout : undefined;
  const missing = needed === undefined ? missingPosition(mapping, `${name} in ${file}`) : undefined;
  return {
    mapping,
    ...unknownFunction,
    ...(invoked && told(invoked)),
    name,
    timeoutSeconds: seconds,
    table,
    tables,
    notes: missing === undefined ? notes : [...notes, missing],
  };
}

/** The mapping of a file that holds nothing else. */
export function alone(opened: DeployedMapping, file: string, options: MappingFromOptions): DeployedMapping {
  const mapping = { ...opened.mapping, ...options.overrides };
  const missing = options.needed === undefined ? missingPosition(mapping, file) : undefined;
  const notes = missing === undefined ? opened.notes : [...opened.notes, missing];
  return { ...opened, mapping, timeoutSeconds: options.timeoutSeconds, notes };
}

function told(invoked: WorkedFunction): Pick<DeployedMapping, 'function' | 'runtime' | 'memoryMb' | 'environment'> {
  const runtime = text(invoked.runtime);
  const handler = text(invoked.handler);
  const isOfNode = handler !== undefined && (runtime === undefined || runtime.startsWith('nodejs'));
  return {
    function: {
      name: invoked.name,
      handler,
      file: isOfNode ? handlerFile(handler, invoked.code) : undefined,
      exportName: isOfNode ? handlerName(handler)?.exportName : undefined,
    },
    runtime,
    memoryMb: wholeNumber(invoked.memory),
    environment: invoked.environment,
  };
}

/** Lambda's own limits, 1 s to 15 min. `undefined` when the source does not say. */
function timeoutOf({ id, timeout: { written, value } }: WorkedFunction, file: string): number | AskedValue | undefined {
  const what = `The Timeout of ${id}`;
  if (value instanceof OpenValue) return { what, written, open: value, parameter: undefined };
  if (value === undefined || value === null) return undefined;
  const seconds = wholeNumber(value);
  if (seconds !== undefined && seconds >= 1 && seconds <= 900) return seconds;
  throw new TemplateError(
    `${what} in ${file} is ${JSON.stringify(value)}, expected whole seconds from 1 to Lambda's 900.`,
  );
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
