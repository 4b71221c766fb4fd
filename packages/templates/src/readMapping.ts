import { readFile } from 'node:fs/promises';
import { TemplateError } from './templateError.ts';
import { parseCloudFormationYaml } from './cloudformation/cloudFormationYaml.ts';
import { type FunctionMapping, unknownFunction } from './functionMapping.ts';
import { isObject } from './isObject.ts';
import { mappingInTemplate } from './cloudformation/mappingInTemplate.ts';
import { withParameters } from './cloudformation/templateParameters.ts';

/**
 * The mapping that `file[#LogicalId]` names: a JSON or YAML file of AWS's own parameters, or a mapping in a
 * CloudFormation or SAM template. Whether AWS would accept the values is for the simulator to say.
 *
 * What is `overridden` is left out of it, and `parameters` are values for the template's own. Throws a `TemplateError` when
 * the file cannot be read, is neither, or has no such mapping or parameter.
 */
export async function readMapping(
  reference: string,
  overridden: ReadonlySet<string> = new Set(),
  parameters: Readonly<Record<string, string>> = {},
): Promise<FunctionMapping> {
  const hash = reference.lastIndexOf('#');
  const file = hash < 0 ? reference : reference.slice(0, hash);
  const logicalId = hash < 0 ? undefined : reference.slice(hash + 1);
  const content = parseCloudFormationYaml(await text(file), file);
  if (!isObject(content)) {
    throw new TemplateError(
      `${file} holds no mapping: it is ${content === null ? 'empty' : 'not an object'}. ${whatToWrite}`,
    );
  }
  const template = withParameters(content, parameters, file);
  if ('Resources' in template) return mappingInTemplate(template, logicalId, file, overridden);
  if ('functions' in content && 'provider' in content) {
    throw new TemplateError(
      `${file} looks like a file of the Serverless Framework, whose own names are not read. ${whatToWrite}`,
    );
  }
  if (logicalId !== undefined) {
    throw new TemplateError(
      `${file} is no template (it has no Resources), so #${logicalId} means nothing in it. Leave it out.`,
    );
  }
  return { mapping: content, ...unknownFunction };
}

const whatToWrite = 'Write AWS\'s parameters, such as { "StartingPosition": "TRIM_HORIZON", "BatchSize": 100 }.';

async function text(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new TemplateError(
      `The mapping ${file} cannot be read: ${why}. Pass --mapping <file>, JSON or YAML of AWS's parameters, or ` +
        '--mapping <template>#<LogicalId>.',
      cause,
    );
  }
}
