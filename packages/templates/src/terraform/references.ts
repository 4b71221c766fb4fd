import { isObject } from '@millrace/simulator';
import { member, named } from '../values/member.ts';
import { OpenValue } from '../values/openValue.ts';
import { longestChain, type Scope } from './scope.ts';
import { standInAttribute, standInName } from './standIns.ts';

type Evaluate = (value: unknown, scope: Scope) => unknown;

/** What a reference such as `var.stage`, `local.size`, `each.value.arn` or `aws_sqs_queue.failures.arn` stands for. */
export function referred(steps: readonly string[], scope: Scope, evaluate: Evaluate): unknown {
  const [root = '', name = '', ...rest] = steps;
  if (Object.hasOwn(scope.bindings, root))
    return inValue(
      scope.bindings[root],
      [name, ...rest].filter((step) => step !== ''),
    );
  switch (root) {
    case 'var':
      return inValue(
        once(`var.${name}`, scope, () => variable(name, scope, evaluate)),
        rest,
      );
    case 'local':
      return inValue(
        once(`local.${name}`, scope, () => local(name, scope, evaluate)),
        rest,
      );
    case 'path':
      if (name === 'module') return scope.modulePath;
      return name === 'root' ? '.' : new OpenValue([], `path.${name}`);
    case 'terraform':
      return new OpenValue(name === 'workspace' ? ['terraform.workspace'] : []);
    case 'each':
    case 'count':
    case 'self':
      return new OpenValue([], `${root}.${name}`);
    case 'module':
      return ofModule(name, rest, scope, evaluate);
    case 'data':
      return ofData(name, rest, scope, evaluate);
    default:
      return ofResource(root, name, rest, scope, evaluate);
  }
}

const working = Symbol('working');

/** Works a variable or a local out once; one that refers to itself, or a chain without end, is open. */
function once(key: string, { known }: Scope, work: () => unknown): unknown {
  const before = known.values.get(key);
  if (before === working) return new OpenValue([], `${key} refers to itself`);
  if (known.values.has(key)) return before;
  if (known.waiting >= longestChain) return new OpenValue([], `what leads to ${key} is too long`);
  known.values.set(key, working);
  known.waiting++;
  const value = work();
  known.waiting--;
  known.values.set(key, value);
  return value;
}

function variable(name: string, scope: Scope, evaluate: Evaluate): unknown {
  if (Object.hasOwn(scope.given, name)) return scope.given[name];
  const [block] = [scope.variables[name]].flat();
  if (!isObject(block)) return new OpenValue([], `there is no variable ${name}`);
  if (!('default' in block)) {
    return scope.address === '' ? new OpenValue([name]) : new OpenValue([], `${scope.address}${name} is not given`);
  }
  return evaluate(block.default, { ...scope, isDeciding: false });
}

function local(name: string, scope: Scope, evaluate: Evaluate): unknown {
  if (!Object.hasOwn(scope.locals, name)) return new OpenValue([], `there is no local ${name}`);
  return evaluate(scope.locals[name], { ...scope, bindings: {}, isDeciding: false });
}

/** An output of a module whose files are here; of others, it is open. */
function ofModule(name: string, steps: readonly string[], scope: Scope, evaluate: Evaluate): unknown {
  const made = scope.called(name);
  const one = made?.find(({ key }) => key === undefined || String(key) === steps[0]);
  const [output = '', ...rest] = one?.key === undefined ? steps : steps.slice(1);
  const [block] = [one?.scope.outputs[output]].flat();
  if (one === undefined || !isObject(block)) return new OpenValue([], `an output of the module ${name}`);
  return inValue(
    once(`output.${output}`, one.scope, () => evaluate(block.value, { ...one.scope, isDeciding: false })),
    rest,
  );
}

function inValue(from: unknown, steps: readonly string[]): unknown {
  let value = from;
  for (const step of steps) {
    if (value instanceof OpenValue) return value;
    value = Array.isArray(value) ? value[Number(step)] : member(value, step);
    if (value === undefined) return new OpenValue([], `there is no ${step}`);
  }
  return value;
}

function ofData(
  type: string,
  [name = '', attribute = '']: readonly string[],
  scope: Scope,
  evaluate: Evaluate,
): unknown {
  if (type === 'aws_region' || type === 'aws_caller_identity') {
    const isRegion = type === 'aws_region';
    if (scope.isDeciding) return new OpenValue([], `data.${type}.${name}.${attribute}`);
    if (isRegion && ['name', 'id', 'region'].includes(attribute)) return 'us-east-1';
    if (!isRegion && ['account_id', 'id'].includes(attribute)) return '123456789012';
  }
  if (type === 'aws_partition' && attribute === 'partition') return 'aws';
  const [block] = [member(scope.data[type], name)].flat();
  const written = member(block, attribute);
  if (written !== undefined) return evaluate(written, scope);
  // A table or a queue that is deployed elsewhere and looked up by its name.
  if (type === 'aws_dynamodb_table' || type === 'aws_sqs_queue' || type === 'aws_sns_topic') {
    return standInAttribute(type, standInName(type, name, named(evaluate(block, scope))), attribute);
  }
  return new OpenValue([], `data.${type}.${name}.${attribute}`);
}

function ofResource(type: string, name: string, steps: readonly string[], scope: Scope, evaluate: Evaluate): unknown {
  const [block] = [member(scope.resources[type], name)].flat();
  // `[0]` and `["key"]` of a counted resource come before the attribute.
  const attribute = steps.findLast((step) => !/^\d+$/u.test(step)) ?? '';
  if (!isObject(block)) {
    return scope.isDeciding ? new OpenValue([], `${type}.${name}`) : standInAttribute(type, name, attribute);
  }
  const written = member(block, attribute);
  if (written !== undefined && typeof written !== 'object') return evaluate(written, scope);
  const nameOf = once(`${type}.${name}`, scope, () =>
    standInName(type, name, named(evaluate(block, { ...scope, bindings: {} }))),
  );
  return standInAttribute(type, nameOf instanceof OpenValue ? name : String(nameOf), attribute);
}
