import { isObject } from '@millrace/simulator';
import { member, named } from '../values/member.ts';
import { OpenValue } from '../values/openValue.ts';
import type { Source } from '../source/source.ts';
import { TemplateError } from '../values/templateError.ts';
import { evaluated } from './evaluated.ts';
import { rootScope } from './moduleScope.ts';
import type { Named, Scope } from './scope.ts';
import type { TerraformResource } from './terraformResource.ts';
import { terraformSource } from './terraformSource.ts';

/** The types of resources that a mapping, its function and its table are. */
const wanted = ['aws_lambda_event_source_mapping', 'aws_lambda_function', 'aws_dynamodb_table'];

/**
 * The configuration of a folder, or of one file in it: then the mappings are those of the file, and its variables, locals and
 * resources may stand in the other files of the folder, which are one module of Terraform.
 *
 * Modules that lie in folders are read with the variables that their calls give.
 *
 * Variables have their defaults, what `terraform.tfvars` and `*.auto.tfvars` say, and before them what is given.
 */
export function hclSource(
  path: string,
  { given, isOneOfMany }: { readonly given: Readonly<Record<string, string>>; readonly isOneOfMany: boolean },
): Source {
  const { scope, own } = rootScope(path, given);
  const parameters = Object.keys(scope.variables);
  if (!isOneOfMany) refuseVariables(given, parameters, path);
  return terraformSource(resourcesOf(scope, own), {
    folder: scope.folder,
    parameters,
    kind:
      'a configuration of Terraform without an aws_lambda_event_source_mapping of a DynamoDB stream; one in a module of a ' +
      'registry is read from a plan',
  });
}

function refuseVariables(given: Readonly<Record<string, string>>, known: readonly string[], path: string): void {
  for (const name of Object.keys(given)) {
    if (known.includes(name) || name === 'terraform.workspace') continue;
    const instead = known.length > 0 ? `It has: ${known.slice(0, 20).join(', ')}.` : 'It has none.';
    throw new TemplateError(`${path} has no variable ${name}. ${instead}`);
  }
}

function resourcesOf(scope: Scope, own: Named | undefined): readonly TerraformResource[] {
  const ofTypes = wanted.flatMap((type) => {
    const isMapping = type === 'aws_lambda_event_source_mapping';
    const all = named(isMapping && own !== undefined ? member(own.resource, type) : scope.resources[type]);
    return Object.entries(all).flatMap(([name, blocks]) =>
      [blocks].flat().flatMap((block) => instances(type, name, named(block), scope)),
    );
  });
  const calls = own === undefined ? scope.modules : named(own.module);
  const inModules = Object.entries(calls).flatMap(([name, blocks]) => {
    const made = scope.called(name);
    return made
      ? made.flatMap((each) => resourcesOf(each.scope, undefined))
      : ofModule(name, [blocks].flat()[0], scope);
  });
  return [...ofTypes, ...inModules];
}

/** One of a resource, or as many as its `count` or `for_each` makes; over what is open, one. */
function instances(type: string, name: string, block: Named, scope: Scope): readonly TerraformResource[] {
  const { count, for_each: forEach } = block;
  const deciding = { ...scope, isDeciding: true };
  if (count !== undefined && Number(evaluated(count, deciding)) === 0) return [];
  if (count !== undefined)
    return [resource(`${type}.${name}`, type, name, block, bound(scope, { count: { index: 0 } }))];
  const over = forEach === undefined ? undefined : evaluated(forEach, scope);
  if (typeof over !== 'object' || over === null || over instanceof OpenValue) {
    return [resource(`${type}.${name}`, type, name, block, scope)];
  }
  const elements = Array.isArray(over) ? over.map((each) => [String(each), each] as const) : Object.entries(over);
  return elements.map(([key, value]) =>
    resource(`${type}.${name}[${JSON.stringify(key)}]`, type, name, block, bound(scope, { each: { key, value } })),
  );
}

function bound(scope: Scope, bindings: Named): Scope {
  return { ...scope, bindings: { ...scope.bindings, ...bindings } };
}

function resource(address: string, type: string, name: string, block: Named, scope: Scope): TerraformResource {
  const values = Object.entries(withDynamic(block, scope)).map(([key, written]) => [key, evaluated(written, scope)]);
  return {
    address: scope.address + address,
    type,
    name,
    values: withCode(Object.fromEntries(values), block, scope),
    written: block,
  };
}

/** `dynamic "filter" { for_each = …; content { … } }` stands for as many blocks `filter`. */
function withDynamic(block: Named, scope: Scope): Named {
  const { dynamic, ...plain } = block;
  const own = Object.entries(plain).map(([key, written]): [string, unknown] => {
    const blocks = Array.isArray(written) ? written : undefined;
    return [key, blocks ? blocks.map((each) => (isObject(each) ? withDynamic(each, scope) : each)) : written];
  });
  const made = Object.entries(named(dynamic)).map(([name, definitions]): [string, unknown] => {
    const [definition] = [definitions].flat();
    const over = evaluated(member(definition, 'for_each'), scope);
    if (over instanceof OpenValue) return [name, over];
    const iterator = member(definition, 'iterator');
    const content = named([member(definition, 'content')].flat()[0]);
    const blocks = Object.entries(Object(over)).map(([key, value]) => {
      const inner = bound(scope, { [typeof iterator === 'string' ? iterator : name]: { key, value } });
      return evaluated(withDynamic(content, inner), inner);
    });
    return [name, blocks];
  });
  return Object.fromEntries([...own, ...made]);
}

/** The archive of a function is often made of a file or a folder by `data "archive_file"`, where its sources lie. */
function withCode(values: Named, block: Named, scope: Scope): Named {
  const [, name] =
    typeof block.filename === 'string' ? (/data\.archive_file\.(\w+)\./u.exec(block.filename) ?? []) : [];
  const [archive] = name === undefined ? [] : [member(scope.data.archive_file, name)].flat();
  if (!isObject(archive)) return values;
  const { source_dir, source_file } = archive;
  return { ...values, source_dir: evaluated(source_dir, scope), source_file: evaluated(source_file, scope) };
}

/** The mappings that the module terraform-aws-modules/lambda makes of its map `event_source_mapping`, and its function. */
function ofModule(name: string, call: unknown, scope: Scope): readonly TerraformResource[] {
  if (!isObject(call) || !('event_source_mapping' in call)) return [];
  const values = named(evaluated(call, scope));
  const made = evaluated(call.event_source_mapping, scope);
  if (made instanceof OpenValue || !isObject(made)) return [];
  const functionName = typeof values.function_name === 'string' ? values.function_name : name;
  const invoked: TerraformResource = {
    address: `${scope.address}module.${name}.aws_lambda_function.this`,
    type: 'aws_lambda_function',
    name,
    values: { ...values, environment: [{ variables: values.environment_variables }] },
    written: call,
  };
  const mappings = Object.entries(made).map(([key, mapping]): TerraformResource => {
    const written = named(member(call.event_source_mapping, key));
    return {
      address: `${scope.address}module.${name}.aws_lambda_event_source_mapping.this[${JSON.stringify(key)}]`,
      type: 'aws_lambda_event_source_mapping',
      name: key,
      values: { ...named(mapping), function_name: functionName },
      written,
    };
  });
  return [invoked, ...mappings];
}
