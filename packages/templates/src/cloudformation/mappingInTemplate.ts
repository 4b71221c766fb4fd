import { TemplateError } from '../templateError.ts';
import { coerced } from './coerced.ts';
import { functionEnvironment } from './functionEnvironment.ts';
import { type FunctionMapping, unknownFunction } from '../functionMapping.ts';
import { nameOfResource, unknowable, workedOut } from './intrinsics.ts';
import { invokedFunction } from './invokedFunction.ts';
import { isObject } from '../isObject.ts';
import { type OpenValue, openValuesError } from './openValue.ts';
import { optionToSet } from './optionToSet.ts';
import { timeoutSeconds } from './timeoutSeconds.ts';
import { type TemplateMapping, templateMappings } from './templateMappings.ts';

/** What tells one mapping from another in messages and documents only: where unknown, it is left out. */
const labels = new Set(['EventSourceArn', 'FunctionName', 'Tags', 'KMSKeyArn']);
/** A replay is of a mapping that runs: a template that turns it off (in a stage, by default) would replay nothing. */
const withoutMeaning = new Set(['Enabled']);

/**
 * The mapping that `logicalId` names in a CloudFormation or SAM template, or the only one there is, and what the template
 * tells of its function.
 *
 * Values that the template leaves open are one `TemplateError`, unless they are in `overridden` (set on the command line).
 */
export function mappingInTemplate(
  template: Readonly<Record<string, unknown>>,
  logicalId: string | undefined,
  file: string,
  overridden: ReadonlySet<string>,
): FunctionMapping {
  const { name, functionId, properties } = chosen(template, logicalId, file);
  const mapping: Record<string, unknown> = {};
  const open: OpenValue[] = [];
  for (const [parameter, written] of Object.entries(properties)) {
    if (overridden.has(parameter) || withoutMeaning.has(parameter)) continue;
    const value = workedOut(written, template);
    if (value === unknowable) {
      if (labels.has(parameter)) continue;
      open.push({ what: `${parameter} of ${name}`, written, option: optionToSet(parameter) });
    } else if (value !== undefined) mapping[parameter] = coerced(value);
  }
  const invoked = functionId === undefined ? undefined : invokedFunction(template, functionId);
  const timeout = invoked && !overridden.has('Timeout') ? timeoutSeconds(invoked, template, file) : undefined;
  if (typeof timeout === 'object') open.push(timeout);
  if (open.length > 0) throw openValuesError(open, template, file);
  if (invoked === undefined) return { mapping, ...unknownFunction };
  return {
    mapping,
    timeoutSeconds: typeof timeout === 'number' ? timeout : undefined,
    functionName: nameOfResource(invoked.id, template),
    environment: functionEnvironment(invoked, template),
  };
}

function chosen(
  template: Readonly<Record<string, unknown>>,
  logicalId: string | undefined,
  file: string,
): TemplateMapping {
  const mappings = templateMappings(isObject(template.Resources) ? template.Resources : {});
  const exact = mappings.filter(({ name }) => name === logicalId);
  const named =
    exact.length > 0 ? exact : mappings.filter(({ aliases }) => logicalId !== undefined && aliases.includes(logicalId));
  const fitting = logicalId === undefined ? mappings : named;
  const [only] = fitting;
  if (only && fitting.length === 1) return only;
  const names = (list: readonly TemplateMapping[]) => list.map(({ name }) => `${file}#${name}`).join(', ');
  if (mappings.length === 0) {
    throw new TemplateError(
      `${file} is a template without a mapping of a DynamoDB stream: neither an AWS::Lambda::EventSourceMapping nor a ` +
        'SAM function with an event of Type DynamoDB. Write the mapping in a JSON or YAML file of its own.',
    );
  }
  if (fitting.length === 0) throw new TemplateError(`${file} has no mapping ${logicalId}. It has: ${names(mappings)}.`);
  throw new TemplateError(`${file} has several mappings; choose one: ${names(fitting)}.`);
}
