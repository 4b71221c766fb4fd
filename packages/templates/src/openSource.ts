import { isObject } from '@millrace/simulator';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { EventSourceMapping } from '@millrace/simulator';
import { answerSource } from './answers/answerSource.ts';
import { type CloudAssembly, cloudAssembly } from './cdk/cloudAssembly.ts';
import { cloudFormationSource } from './cloudformation/cloudFormationSource.ts';
import { samConfigParameters } from './cloudformation/samConfig.ts';
import { refuseParameters } from './cloudformation/templateParameters.ts';
import { templateScope } from './cloudformation/templateScope.ts';
import { type DeployedMapping, unknownFunction } from './source/deployedMapping.ts';
import { named } from './values/member.ts';
import { givenFor, type OpeningOptions } from './openingOptions.ts';
import { refuseProgram } from './programs.ts';
import { parsedText } from './reading/parsedText.ts';
import { readText } from './reading/readText.ts';
import { hclSource } from './terraform/hclSource.ts';
import { planSource } from './terraform/planSource.ts';
import { serverlessSource } from './serverless/serverlessSource.ts';
import type { Source } from './source/source.ts';
import { TemplateError } from './values/templateError.ts';
import { whatToWrite } from './values/whatIsDeployed.ts';

/** A source with mappings to choose from, and what was taken from elsewhere. */
export interface OpenedSource extends Source {
  readonly notes: readonly string[];
}

/**
 * Opens what a path leads to: a file, or a folder in which one of the usual files lies. A file of AWS's parameters alone is a
 * mapping already.
 *
 * @throws {TemplateError}
 */
export function openSource(
  path: string,
  name: string | undefined,
  options: OpeningOptions,
): OpenedSource | DeployedMapping {
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory()) return openFolder(path, name, options);
  refuseProgram(path);
  if (/\.tf(?:\.json)?$/u.test(path)) return { ...hclSource(path, options), notes: [] };
  const content = parsedText(readText(path), path);
  const answers = answerSource(content);
  if (answers !== undefined) return withoutParameters(answers, path, options);
  if (!isObject(content)) {
    const what = content === null || content === undefined ? 'empty' : 'not an object';
    throw new TemplateError(`${path} holds no mapping: it is ${what}. ${whatToWrite}`);
  }
  if ('Resources' in content) return openTemplate(content, path, options);
  if ('provider' in content && ('functions' in content || 'service' in content)) {
    return { ...serverlessSource(content, path, dirname(path), options.given), notes: [] };
  }
  const plan = planSource(content, dirname(path));
  if (plan !== undefined) return withoutParameters(plan, path, options);
  if ('artifacts' in content && existsSync(path)) return openAssembly(cloudAssembly(dirname(path)), options);
  if (name !== undefined) {
    throw new TemplateError(
      `${path} is no template (it has no Resources), so #${name} means nothing in it. Leave it out.`,
    );
  }
  const keys = Object.keys(content);
  if (keys.length > 0 && !keys.some((key) => parameterOfMapping.test(key))) {
    const some = keys.slice(0, 5).join(', ');
    throw new TemplateError(
      `${path} holds no mapping: none of its keys (${some}) is a parameter of one. ${whatToWrite}`,
    );
  }
  // What AWS would refuse in it is refused by the simulator, in AWS's words.
  const mapping: object = content;
  return withoutParameters({ mapping: mapping as EventSourceMapping, ...unknownFunction }, path, options);
}

/** Of these at least one is in a file of AWS's parameters alone, whatever else it holds; misspelled ones are for the simulator to name. */
const parameterOfMapping =
  /position|^(?:EventSource|Function|Enabled|Batch|Maximum|Parallel|Bisect|Tumbling|Filter|Destination|Metrics|UUID)/iu;

/** What takes nothing from outside. @throws {TemplateError} when something is given for it. */
function withoutParameters<T extends object>(
  opened: T,
  path: string,
  { given, isOneOfMany }: OpeningOptions,
): T & { readonly notes: readonly string[] } {
  const [name] = isOneOfMany ? [] : Object.keys(given);
  if (name === undefined) return { ...opened, notes: [] };
  throw new TemplateError(`${path} has no parameter ${name}. It has none: leave the parameter out.`);
}

function openTemplate(
  template: Readonly<Record<string, unknown>>,
  path: string,
  options: OpeningOptions,
): OpenedSource {
  const hasParameter = (name: string): boolean =>
    name.startsWith('AWS::') || Object.hasOwn(named(template.Parameters), name);
  const parameters = givenFor(options, hasParameter);
  const config = samConfigParameters(dirname(path), options.configEnv);
  const fromConfig = Object.entries(config.parameters).filter(
    ([name]) => hasParameter(name) && !Object.hasOwn(parameters, name),
  );
  const given = { ...Object.fromEntries(fromConfig), ...parameters };
  refuseParameters(given, template, path);
  const notes = fromConfig.map(([name, value]) => `${name}=${value} is from ${config.file}.`);
  return { ...cloudFormationSource(templateScope(template, path, given), dirname(path)), notes };
}

function openFolder(folder: string, name: string | undefined, options: OpeningOptions): OpenedSource | DeployedMapping {
  if (existsSync(join(folder, 'manifest.json'))) return openAssembly(cloudAssembly(folder), options);
  if (readdirSync(folder).some((file) => /\.tf(?:\.json)?$/u.test(file))) {
    return { ...hclSource(folder, options), notes: [] };
  }
  const found = usualFiles.map((file) => join(folder, file)).find((file) => existsSync(file));
  if (found !== undefined) return openSource(found, name, options);
  throw new TemplateError(
    `${folder} is a folder without any of ${usualFiles.join(', ')} in it. Name the file that deploys the mapping.`,
  );
}

const usualFiles = ['template.yaml', 'template.yml', 'template.json', 'serverless.yml', 'serverless.yaml', 'cdk.out'];

/** The stacks of an assembly side by side: in several of them, a name begins with its stack. */
function openAssembly({ stacks }: CloudAssembly, options: OpeningOptions): OpenedSource {
  const opened = stacks.map(({ name, file }) => ({ name, source: openStack(file, options) }));
  const isOne = opened.length === 1;
  const placed = <T extends { name: string; aliases: readonly string[] }>(stack: string, all: readonly T[]): T[] =>
    all.map((each) => {
      const name = `${stack}/${each.name}`;
      return isOne
        ? { ...each, aliases: [...each.aliases, name] }
        : { ...each, name, aliases: [...each.aliases, each.name] };
    });
  return {
    mappings: opened.flatMap(({ name, source }) => placed(name, source.mappings)),
    leftOut: opened.flatMap(({ name, source }) => placed(name, source.leftOut)),
    kind: `an assembly of ${stacks.length} stacks without a mapping of a DynamoDB stream`,
    notes: [],
  };
}

function openStack(file: string, options: OpeningOptions): Source {
  const template = named(parsedText(readText(file), file));
  const given = givenFor(
    { ...options, isOneOfMany: true },
    (name) => name.startsWith('AWS::') || Object.hasOwn(named(template.Parameters), name),
  );
  refuseParameters(given, template, file);
  return cloudFormationSource(templateScope(template, file, given), dirname(file));
}
