import { isObject } from '@millrace/simulator';
import { member, named } from '../values/member.ts';
import { OpenValue } from '../values/openValue.ts';
import type { Source } from '../source/source.ts';
import { standInAttribute, standInName } from './standIns.ts';
import type { TerraformResource } from './terraformResource.ts';
import { terraformSource } from './terraformSource.ts';
import { objectsIn } from '../values/objectsIn.ts';

type Named = Readonly<Record<string, unknown>>;

const mostLevels = 20;

/**
 * What `terraform show -json` says of a plan or a state, or a state file itself; `undefined` when it is neither.
 *
 * A value that is known only after the apply is the stand-in of the resource that the configuration refers to there.
 */
export function planSource(content: Named, folder: string): Source | undefined {
  const resources = resourcesOf(content);
  if (resources === undefined) return undefined;
  const kind = 'a plan or state of Terraform without an aws_lambda_event_source_mapping of a DynamoDB stream';
  return terraformSource(resources, { folder, kind, parameters: [] });
}

function resourcesOf(content: Named): readonly TerraformResource[] | undefined {
  const { planned_values: planned, values, configuration, resources } = content;
  if (isObject(planned)) return withUnknowns(inModule(planned.root_module, 0), named(configuration).root_module);
  if (isObject(values) && 'root_module' in values) return inModule(values.root_module, 0);
  if ('terraform_version' in content && Array.isArray(resources)) return resources.flatMap(inState);
  return undefined;
}

function inModule(module: unknown, level: number): readonly TerraformResource[] {
  if (level > mostLevels) return [];
  const own = objectsIn(member(module, 'resources')).flatMap((resource): TerraformResource[] => {
    const { address, type, name, values, mode } = resource;
    if (mode === 'data' || typeof address !== 'string' || typeof type !== 'string') return [];
    return [{ address, type, name: String(name), values: named(values), written: {} }];
  });
  return [...own, ...objectsIn(member(module, 'child_modules')).flatMap((child) => inModule(child, level + 1))];
}

/** A state file as it lies in a folder or a bucket. */
function inState(resource: unknown): readonly TerraformResource[] {
  const { mode, type, name, module, instances } = named(resource);
  if (mode !== 'managed' || typeof type !== 'string') return [];
  const path = typeof module === 'string' ? `${module}.` : '';
  return objectsIn(instances).map(({ attributes, index_key: key }) => ({
    address: `${path}${type}.${String(name)}${key === undefined ? '' : `[${JSON.stringify(key)}]`}`,
    type,
    name: String(name),
    values: named(attributes),
    written: {},
  }));
}

/** The expressions of each resource of a module, which is looked at once: a plan may have thousands of resources. */
type Written = Map<string, ReadonlyMap<string, Named>>;

function withUnknowns(resources: readonly TerraformResource[], root: unknown): readonly TerraformResource[] {
  const byAddress = new Map(resources.map((resource) => [resource.address.replaceAll(/\[[^\]]*\]/gu, ''), resource]));
  const written: Written = new Map();
  return resources.map((resource) => {
    const wanted = resource.type === 'aws_lambda_event_source_mapping' || resource.type === 'aws_lambda_function';
    if (!wanted) return resource;
    const path = modulesOf(resource.address);
    const expressions = expressionsOf(resource, path, root, written);
    const fill = (value: unknown, expression: unknown): unknown => {
      if (Array.isArray(expression)) {
        // A block that was left out of the configuration is not there; one that is there may hold what is not known yet.
        const blocks: readonly unknown[] = Array.isArray(value) ? value : [];
        return expression.map((inner, index) => fill(blocks[index], inner));
      }
      if (!isObject(expression)) return value;
      if (!('references' in expression) && !('constant_value' in expression)) {
        const inner = Object.entries(expression).map(([name, each]) => [name, fill(member(value, name), each)]);
        return { ...named(value), ...Object.fromEntries(inner) };
      }
      if (value !== undefined && value !== null) return value;
      return 'references' in expression ? referred(expression.references, path, { root, byAddress }) : value;
    };
    const filled = Object.entries(expressions).map(([name, each]) => [name, fill(resource.values[name], each)]);
    return { ...resource, values: { ...resource.values, ...Object.fromEntries(filled) } };
  });
}

interface Plan {
  readonly root: unknown;
  readonly byAddress: ReadonlyMap<string, TerraformResource>;
}

/** The stand-in of the resource that an expression refers to, also by a variable of the module that it stands in. */
function referred(references: unknown, path: readonly string[], { root, byAddress }: Plan): unknown {
  const texts = Array.isArray(references) ? references.filter((each) => typeof each === 'string') : [];
  const prefix = path.map((module) => `module.${module}.`).join('');
  for (const text of texts) {
    const [, type = '', name = '', attribute = ''] = /^(aws_\w+)\.(\w+)(?:\[[^\]]*\])?\.(\w+)/u.exec(text) ?? [];
    if (type !== '') {
      const values = byAddress.get(`${prefix}${type}.${name}`)?.values ?? {};
      return standInAttribute(type, standInName(type, name, values), attribute);
    }
    const [, variable] = /^var\.(\w+)/u.exec(text) ?? [];
    const module = path.at(-1);
    if (variable === undefined || module === undefined) continue;
    const outside = path.slice(0, -1);
    const call = member(member(moduleAt(root, outside), 'module_calls'), module);
    const given = member(member(call, 'expressions'), variable);
    return referred(member(given, 'references'), outside, { root, byAddress });
  }
  return new OpenValue([], 'known after terraform apply');
}

function expressionsOf(
  { type, name }: TerraformResource,
  path: readonly string[],
  root: unknown,
  written: Written,
): Named {
  const module = path.join('.');
  const ofModule = written.get(module) ?? expressionsIn(moduleAt(root, path));
  written.set(module, ofModule);
  return ofModule.get(`${type}.${name}`) ?? {};
}

function expressionsIn(module: unknown): ReadonlyMap<string, Named> {
  const found = new Map<string, Named>();
  for (const { type, name, expressions } of objectsIn(member(module, 'resources'))) {
    const key = `${String(type)}.${String(name)}`;
    if (!found.has(key)) found.set(key, named(expressions));
  }
  return found;
}

function moduleAt(root: unknown, path: readonly string[]): unknown {
  return path.reduce((module, name) => member(member(member(module, 'module_calls'), name), 'module'), root);
}

/** `module.shop["a"].module.orders.aws_…` is in the modules `shop` and `orders`. */
function modulesOf(address: string): readonly string[] {
  return [...address.matchAll(/(?:^|\.)module\.([\w-]+)/gu)].map(([, name = '']) => name);
}
