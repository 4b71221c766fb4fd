import { chosenMapping } from './chosenMapping.ts';
import { alone, deployedFrom } from './deployedFrom.ts';
import type { DeployedMapping } from './source/deployedMapping.ts';
import type { MappingFromOptions } from './mappingFromOptions.ts';
import { openingOptions } from './openingOptions.ts';
import { openSource } from './openSource.ts';
import { sourceReference } from './sourceReference.ts';

/**
 * The mapping that `file#Name` names, worked out of the file that deploys it, and what the file tells of the function and the
 * table.
 *
 * The file is a CloudFormation or SAM template, a `cdk.out` folder, a `serverless.yml`, a plan, state or configuration of
 * Terraform, an answer of AWS about its mappings, or AWS's parameters alone, as JSON or YAML. `#Name` may be left out when
 * there is one mapping of a DynamoDB stream. It may be a function, a mapping, or a `Function.Event`.
 *
 * Names of resources that the file leaves open are their logical ids, and ARNs are those of a stand-in account. What else
 * only a deployment knows is asked for, all at once.
 *
 * Throws a `TemplateError` when the file cannot be read, has no such mapping or parameter, or leaves values open.
 *
 * @example
 * const { mapping } = mappingFrom('template.yaml#OrdersFunction', { parameters: { Stage: 'test' } });
 */
export function mappingFrom(source: string | URL, options: MappingFromOptions = {}): DeployedMapping {
  const { path, name } = sourceReference(source);
  const opened = openSource(path, name, openingOptions(options, false));
  if ('mapping' in opened) {
    return alone(opened, path, options);
  }
  return deployedFrom(chosenMapping(opened, name, path), path, options, opened.notes);
}
