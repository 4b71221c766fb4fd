import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { member, named } from '../values/member.ts';
import { parsedText } from '../reading/parsedText.ts';
import { readText } from '../reading/readText.ts';
import { TemplateError } from '../values/templateError.ts';

/** What `cdk synth` writes: the stacks of a folder and of the folders of its stages. */
export interface CloudAssembly {
  readonly folder: string;
  readonly stacks: readonly { readonly name: string; readonly file: string }[];
}

/** Stages nest; an assembly that contains itself ends here. */
const mostLevels = 10;

/** The stacks of a `cdk.out`, as its manifest lists them. @throws {TemplateError} when there is none. */
export function cloudAssembly(folder: string): CloudAssembly {
  const stacks = stacksIn(folder, 0);
  if (stacks.length > 0) return { folder, stacks };
  throw new TemplateError(`${folder} is an assembly of CDK without a stack in it: run npx cdk synth again.`);
}

function stacksIn(folder: string, level: number): CloudAssembly['stacks'] {
  const manifest = join(folder, 'manifest.json');
  if (level >= mostLevels || !existsSync(manifest)) return templatesIn(folder);
  const artifacts = named(member(parsedText(readText(manifest), manifest), 'artifacts'));
  return Object.entries(artifacts).flatMap(([name, artifact]) => {
    const type = member(artifact, 'type');
    const properties = member(artifact, 'properties');
    const template = member(properties, 'templateFile');
    if (type === 'aws:cloudformation:stack' && isInside(template)) {
      const stackName = member(properties, 'stackName');
      return [{ name: typeof stackName === 'string' ? stackName : name, file: join(folder, template) }];
    }
    const nested = member(properties, 'directoryName');
    return type === 'cdk:cloud-assembly' && isInside(nested) ? stacksIn(join(folder, nested), level + 1) : [];
  });
}

function templatesIn(folder: string): CloudAssembly['stacks'] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((file) => file.endsWith('.template.json'))
    .sort()
    .map((file) => ({ name: file.replace('.template.json', ''), file: join(folder, file) }));
}

function isInside(path: unknown): path is string {
  return typeof path === 'string' && !path.split(/[\\/]/u).includes('..');
}
