import { dirname, join } from 'node:path';
import { functionEnvironment } from '../source/functionEnvironment.ts';
import { codeFolders } from '../source/handlerFile.ts';
import { member, named } from '../values/member.ts';
import { OpenValue } from '../values/openValue.ts';
import { scalarText } from '../values/scalarText.ts';
import { withoutHost } from '../values/withoutHost.ts';
import { serviceInArn } from '../values/serviceInArn.ts';
import type { LeftOut, Source, SourceMapping, Worked, WorkedFunction } from '../source/source.ts';
import { attributesOf, mappingProperties } from './mappingProperties.ts';
import { standInName } from './standIns.ts';
import type { TerraformResource } from './terraformResource.ts';
import { terraformTables } from './terraformTables.ts';

/** Attributes that only mappings of other services have. */
const ofOthers: readonly (readonly [attribute: string, service: string])[] = [
  ['self_managed_event_source', 'kafka'],
  ['self_managed_kafka_event_source_config', 'kafka'],
  ['amazon_managed_kafka_event_source_config', 'kafka'],
  ['topics', 'kafka'],
  ['queues', 'mq'],
  ['document_db_event_source_config', 'docdb'],
  ['scaling_config', 'sqs'],
];

/** The mappings among the resources of Terraform. `folder` is where paths of code begin. */
export function terraformSource(
  resources: readonly TerraformResource[],
  {
    folder,
    kind,
    parameters,
  }: { readonly folder: string; readonly kind: string; readonly parameters: readonly string[] },
): Source {
  const mappings: SourceMapping[] = [];
  const leftOut: LeftOut[] = [];
  const all = resources.filter(({ type }) => type === 'aws_lambda_event_source_mapping');
  const functions = byName(resources.filter(({ type }) => type === 'aws_lambda_function'));
  const last = new Map<string, number>();
  for (const { address } of all) last.set(lastPart(address), (last.get(lastPart(address)) ?? 0) + 1);
  for (const resource of all) {
    const invoked = functionOf(resource, functions);
    const names = [resource.name, lastPart(resource.address), resource.address, invoked?.name, nameOf(invoked)];
    // Modules may call their mappings the same.
    const isOnly = last.get(lastPart(resource.address)) === 1;
    const first = isOnly ? lastPart(resource.address) : resource.address;
    const [name = resource.address, ...aliases] = [first, ...names].filter(isText);
    const service = serviceOf(resource);
    if (service !== undefined && service !== 'dynamodb') {
      leftOut.push({ name, aliases, why: `it reads ${service}, not a DynamoDB stream` });
      continue;
    }
    const read = () => worked(resource, invoked, { resources, folder, parameters });
    mappings.push({ name, aliases, isSure: service !== undefined, read });
  }
  return { mappings, leftOut, kind };
}

/** `aws_lambda_event_source_mapping.orders` and `…this["dynamodb"]` by what tells them apart: `orders`, `this["dynamodb"]`. */
function lastPart(address: string): string {
  return address.replace(/^.*aws_lambda_event_source_mapping\./u, '');
}

function serviceOf({ values, written }: TerraformResource): string | undefined {
  const { event_source_arn: arn } = values;
  const told = typeof arn === 'string' ? serviceInArn(arn) : undefined;
  if (told !== undefined) return told;
  for (const [attribute, service] of ofOthers) if (isGiven(values[attribute])) return service;
  if (!isGiven(values.starting_position)) return 'sqs';
  const text = scalarText(written.event_source_arn) ?? '';
  return /kinesis/iu.test(text) && !/dynamo|table/iu.test(text) ? 'kinesis' : undefined;
}

function isGiven(value: unknown): boolean {
  return value !== undefined && value !== null && value !== '' && !(Array.isArray(value) && value.length === 0);
}

interface Around {
  readonly resources: readonly TerraformResource[];
  readonly folder: string;
  readonly parameters: readonly string[];
}

function worked(resource: TerraformResource, invoked: TerraformResource | undefined, around: Around) {
  const properties = Object.entries(mappingProperties(resource.values)).map(([parameter, value]): [string, Worked] => {
    const written = attributesOf(parameter).map(
      (attribute) => resource.written[attribute] ?? member(resource.written.dynamic, attribute),
    );
    return [parameter, { written: written.find((each) => each !== undefined) ?? value, value }];
  });
  return {
    properties: Object.fromEntries(properties),
    function: invoked && workedFunction(invoked, around),
    table: tableOf(resource, around.resources),
    tables: terraformTables(around.resources),
    parameters: around.parameters,
  };
}

/** By the name or the ARN that the mapping gives; a name that is made up is the label of the resource. */
function functionOf(
  { address, values: { function_name: reference } }: TerraformResource,
  functions: ReadonlyMap<string | undefined, Alike>,
): TerraformResource | undefined {
  if (typeof reference !== 'string') return undefined;
  const [name] = reference.replace(/^.*:function:/u, '').split(':');
  const alike = functions.get(name);
  return alike?.ofModule.get(moduleOf(address)) ?? alike?.first;
}

/** Resources by one name: the first of all, and the first of each module. */
interface Alike {
  readonly first: TerraformResource;
  readonly ofModule: Map<string, TerraformResource>;
}

/** A stack may have thousands, and each mapping asks for its own. */
function byName(resources: readonly TerraformResource[]): ReadonlyMap<string | undefined, Alike> {
  const found = new Map<string | undefined, Alike>();
  for (const resource of resources) {
    const name = nameOf(resource);
    const alike = found.get(name) ?? { first: resource, ofModule: new Map() };
    const module = moduleOf(resource.address);
    if (!alike.ofModule.has(module)) alike.ofModule.set(module, resource);
    found.set(name, alike);
  }
  return found;
}

function moduleOf(address: string): string {
  return address.replace(/aws_\w+\..*$/su, '');
}

/** Of several by the same name, that of the same module. */
function nearest(fitting: readonly TerraformResource[], address: string): TerraformResource | undefined {
  return fitting.find((each) => moduleOf(each.address) === moduleOf(address)) ?? fitting[0];
}

function nameOf(resource: TerraformResource | undefined): string | undefined {
  return resource && standInName(resource.type, resource.name, resource.values);
}

function workedFunction({ name, values, ...invoked }: TerraformResource, { folder }: Around): WorkedFunction {
  const variables = named(member([values.environment].flat()[0], 'variables'));
  const written = member([invoked.written.environment].flat()[0], 'variables') ?? invoked.written.environment_variables;
  // A URL is made with a stand-in where the text that makes it refers to a resource or to what is looked up.
  const safe = Object.entries(variables).map(([key, value]): [string, unknown] => {
    const isMadeUp = /\$\{.*\b(?:aws_|data\.)/su.test(scalarText(member(written, key)) ?? '');
    return [key, isMadeUp && typeof value === 'string' ? withoutHost(value) : value];
  });
  return {
    id: name,
    name: nameOf({ name, values, ...invoked }),
    handler: values.handler ?? undefined,
    runtime: values.runtime ?? undefined,
    timeout: { written: invoked.written.timeout ?? values.timeout, value: values.timeout ?? undefined },
    memory: values.memory_size ?? undefined,
    environment: functionEnvironment(safe),
    code: { folders: codeOf(values, folder), entryPoints: [] },
  };
}

/** The archive of a function lies beside its sources, or in a folder that was built. */
function codeOf(values: Readonly<Record<string, unknown>>, folder: string): readonly string[] {
  const paths = ['source_dir', 'source_path', 'source_file', 'filename'].map((name) => values[name]).filter(isText);
  const folders = paths.flatMap((path) => codeFolders(join(folder, path)));
  return [...new Set([...folders, ...folders.map((each) => join(dirname(each), 'src')), folder])];
}

function tableOf({ address, values }: TerraformResource, resources: readonly TerraformResource[]) {
  const { event_source_arn: arn } = values;
  const [, name] = typeof arn === 'string' ? (/:table\/([^/]+)/u.exec(arn) ?? []) : [];
  if (name === undefined) return undefined;
  const table = nearest(
    resources.filter((each) => each.type === 'aws_dynamodb_table' && nameOf(each) === name),
    address,
  );
  const { hash_key: hash, range_key: range, stream_view_type: view } = named(table?.values);
  const keys = [hash, range].filter(isText);
  return {
    name,
    keys: keys.length > 0 && !(range instanceof OpenValue) ? keys : undefined,
    streamView: isText(view) ? view : undefined,
  };
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}
