import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { alone, deployedFrom } from './deployedFrom.ts';
import type { DeployedMapping } from './source/deployedMapping.ts';
import type { MappingFromOptions } from './mappingFromOptions.ts';
import { openingOptions } from './openingOptions.ts';
import { openSource } from './openSource.ts';
import { programSentence } from './programs.ts';
import { sourceReference } from './sourceReference.ts';
import { isTemplateError, TemplateError } from './values/templateError.ts';
import { whatIsDeployed } from './values/whatIsDeployed.ts';

/** A mapping of a file, or why it cannot be worked out. */
export interface FoundMapping {
  /** What `mappingFrom` takes for this mapping alone: `template.yaml#OrdersFunction.Changes`. */
  readonly reference: string;
  /** `undefined` when values are missing or wrong, which `error` says. */
  readonly deployed: DeployedMapping | undefined;
  readonly error: TemplateError | undefined;
}

/**
 * Every mapping of a DynamoDB stream that a file deploys, or the files of a folder and of the folders in it: a template, a
 * `serverless.yml`, Terraform, a `cdk.out`. Those of which the file does not say what they read are among them.
 *
 * Parameters are given to those files of a folder that have them. Throws a `TemplateError` when the file cannot be read, or
 * nothing in the folder could hold a mapping; a file of a folder that cannot be read is among the answers.
 *
 * @example
 * for (const { reference, deployed } of mappingsIn('template.yaml')) console.log(reference, deployed?.function.file);
 */
export function mappingsIn(source: string | URL, options: MappingFromOptions = {}): readonly FoundMapping[] {
  const { path, name } = sourceReference(source);
  const isFolder = statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
  const paths = isFolder ? sourcesIn(path, 0) : [path];
  if (paths.length === 0) {
    const what = [...new Set(programsIn(path, 0).flatMap((each) => programSentence(each) ?? []))].slice(0, 3);
    const sentences = [`${path} holds no template, serverless.yml, cdk.out or Terraform.`, ...what, whatIsDeployed];
    throw new TemplateError(sentences.join(' '));
  }
  if (!isFolder) return mappingsOf(path, name, options, false);
  return paths.flatMap((each) => {
    try {
      return mappingsOf(each, name, options, true);
    } catch (error) {
      if (!isTemplateError(error)) throw error;
      return [{ reference: each, deployed: undefined, error }];
    }
  });
}

function mappingsOf(
  path: string,
  name: string | undefined,
  options: MappingFromOptions,
  isOneOfMany: boolean,
): readonly FoundMapping[] {
  const opened = openSource(path, undefined, openingOptions(options, isOneOfMany));
  if ('mapping' in opened) return [found(path, () => alone(opened, path, options))];
  const { mappings, notes } = opened;
  return mappings
    .filter((mapping) => name === undefined || mapping.name === name || mapping.aliases.includes(name))
    .map((mapping) => found(`${path}#${mapping.name}`, () => deployedFrom(mapping, path, options, notes)));
}

function found(reference: string, work: () => DeployedMapping): FoundMapping {
  try {
    return { reference, deployed: work(), error: undefined };
  } catch (error) {
    if (!isTemplateError(error)) throw error;
    return { reference, deployed: undefined, error };
  }
}

const files = /^(?:(?:sam-)?template\.(?:ya?ml|json)|.*\.template\.(?:ya?ml|json)|serverless\.ya?ml|tfplan\.json)$/u;
const passedOver = /^(?:node_modules|\..*|dist|build|coverage)$/u;
/** Projects lie in folders of folders; their packages' own folders are passed over. */
const mostLevels = 4;

/** Files and folders that `openSource` takes, in the order of their names; Terraform reads a folder as one. */
function sourcesIn(folder: string, level: number): readonly string[] {
  const entries = readdirSync(folder, { withFileTypes: true }).toSorted((a, b) => (a.name < b.name ? -1 : 1));
  if (isAssembly(folder)) return [folder];
  const found: string[] = [];
  if (entries.some((entry) => entry.isFile() && entry.name.endsWith('.tf'))) found.push(folder);
  for (const entry of entries) {
    const path = join(folder, entry.name);
    if (entry.isFile() && files.test(entry.name)) found.push(path);
    else if (entry.isDirectory() && !passedOver.test(entry.name) && level < mostLevels) {
      found.push(...sourcesIn(path, level + 1));
    }
  }
  return found;
}

/** Files of tools that are programs, or belong to one. */
function programsIn(folder: string, level: number): readonly string[] {
  return readdirSync(folder, { withFileTypes: true })
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      if (entry.isFile()) return programSentence(path) === undefined ? [] : [path];
      return entry.isDirectory() && !passedOver.test(entry.name) && level < mostLevels
        ? programsIn(path, level + 1)
        : [];
    });
}

function isAssembly(folder: string): boolean {
  const names = readdirSync(folder);
  return names.includes('manifest.json') && names.some((name) => name.endsWith('.template.json'));
}
