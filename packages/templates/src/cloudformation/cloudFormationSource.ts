import { isObject } from '@millrace/simulator';
import { join } from 'node:path';
import { functionEnvironment } from '../source/functionEnvironment.ts';
import { codeFolders } from '../source/handlerFile.ts';
import { member } from '../values/member.ts';
import type { LeftOut, Source, SourceMapping, Worked, WorkedFunction } from '../source/source.ts';
import { conditionNamed } from './conditions.ts';
import { deployedTable } from './deployedTable.ts';
import { deployedTables } from './deployedTables.ts';
import { functionProperty, type InvokedFunction, invokedFunction } from './invokedFunction.ts';
import { nameOfResource } from './resourceValues.ts';
import { type Scope, workedOut } from './scope.ts';
import { streamService } from './streamService.ts';
import { type TemplateMapping, templateMappings } from './templateMappings.ts';
import { variablesOf } from './variables.ts';

/** What a CloudFormation or SAM template deploys. `folder` is where paths of code in it begin. */
export function cloudFormationSource(scope: Scope, folder: string): Source {
  const mappings: SourceMapping[] = [];
  const leftOut: LeftOut[] = [];
  for (const mapping of templateMappings(scope.resources)) {
    const { name, aliases } = mapping;
    const service = mapping.service ?? streamService(mapping.properties, scope);
    const off = conditionFalse(mapping, scope);
    if (service !== undefined && service !== 'dynamodb') {
      leftOut.push({ name, aliases, why: `it reads ${service}, not a DynamoDB stream` });
    } else if (off !== undefined) {
      leftOut.push({ name, aliases, why: `it is not deployed, as its condition ${off} is false` });
    } else {
      mappings.push({ name, aliases, isSure: service !== undefined, read: () => worked(mapping, scope, folder) });
    }
  }
  return {
    mappings,
    leftOut,
    kind:
      'a template without a mapping of a DynamoDB stream: neither an AWS::Lambda::EventSourceMapping nor a ' +
      'SAM function with an event of Type DynamoDB',
  };
}

function conditionFalse({ condition, functionId }: TemplateMapping, scope: Scope): string | undefined {
  const ofFunction = functionId === undefined ? undefined : member(scope.resources[functionId], 'Condition');
  return [condition, ofFunction].find(
    (name): name is string => typeof name === 'string' && conditionNamed(name, scope) === false,
  );
}

function worked(
  { functionId, properties }: TemplateMapping,
  scope: Scope,
  folder: string,
): ReturnType<SourceMapping['read']> {
  const reference = functionId ?? workedOut(properties.FunctionName, scope);
  const invoked = typeof reference === 'string' ? invokedFunction(reference, scope) : undefined;
  return {
    properties: Object.fromEntries(
      Object.entries(properties).map(([name, written]) => [name, { written, value: workedOut(written, scope) }]),
    ),
    function: invoked && workedFunction(invoked, scope, folder),
    table: deployedTable(properties.EventSourceArn, scope),
    tables: deployedTables(scope),
    parameters: Object.keys(scope.parameters),
  };
}

function workedFunction(invoked: InvokedFunction, scope: Scope, folder: string): WorkedFunction {
  const property = (name: string): Worked => {
    const written = functionProperty(invoked, name, scope);
    return { written, value: workedOut(written, scope) };
  };
  return {
    id: invoked.id,
    name: nameOfResource(invoked.id, scope),
    handler: property('Handler').value,
    runtime: property('Runtime').value,
    timeout: property('Timeout'),
    memory: property('MemorySize').value,
    environment: functionEnvironment(variablesOf(invoked, scope)),
    code: code(invoked, scope, folder),
  };
}

/** SAM's CodeUri, a path in Code that `aws cloudformation package` uploads, or the asset that CDK has put beside. */
function code(invoked: InvokedFunction, scope: Scope, folder: string): WorkedFunction['code'] {
  const asset = invoked.metadata['aws:asset:path'];
  const written = functionProperty(invoked, 'CodeUri', scope) ?? functionProperty(invoked, 'Code', scope);
  const paths = [asset, workedOut(written, scope)].filter(
    (path): path is string => typeof path === 'string' && !/^(s3|https?):/u.test(path),
  );
  const folders = paths.flatMap((path) => codeFolders(join(folder, path)));
  const properties = isObject(invoked.metadata.BuildProperties) ? invoked.metadata.BuildProperties : {};
  const entryPoints = workedOut(properties.EntryPoints, scope);
  return {
    folders: folders.length > 0 ? folders : [folder],
    entryPoints: isEsbuild(invoked) && Array.isArray(entryPoints) ? entryPoints.filter(isText) : [],
  };
}

function isEsbuild({ metadata }: InvokedFunction): boolean {
  return metadata.BuildMethod === 'esbuild';
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}
