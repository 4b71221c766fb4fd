import { isObject } from '../isObject.ts';

/** What an intrinsic function cannot be replaced by without a deployment; `AWS::NoValue` is `undefined` instead. */
export const unknowable: unique symbol = Symbol('unknowable');

const pseudoParameters: Readonly<Record<string, string | undefined>> = {
  'AWS::AccountId': '123456789012',
  'AWS::NoValue': undefined,
  'AWS::Partition': 'aws',
  'AWS::Region': 'us-east-1',
  'AWS::StackName': 'stack',
  'AWS::URLSuffix': 'amazonaws.com',
};

const services: Readonly<Record<string, string>> = {
  'AWS::SQS::Queue': 'sqs:us-east-1:123456789012:',
  'AWS::SNS::Topic': 'sns:us-east-1:123456789012:',
  'AWS::S3::Bucket': 's3:::',
  'AWS::Lambda::Function': 'lambda:us-east-1:123456789012:function:',
  'AWS::Serverless::Function': 'lambda:us-east-1:123456789012:function:',
};
const tables = new Set(['AWS::DynamoDB::Table', 'AWS::DynamoDB::GlobalTable', 'AWS::Serverless::SimpleTable']);

/** The property that names a resource. */
const nameProperties: Readonly<Record<string, string>> = {
  'AWS::DynamoDB::Table': 'TableName',
  'AWS::DynamoDB::GlobalTable': 'TableName',
  'AWS::Serverless::SimpleTable': 'TableName',
  'AWS::SQS::Queue': 'QueueName',
  'AWS::SNS::Topic': 'TopicName',
  'AWS::S3::Bucket': 'BucketName',
  'AWS::Lambda::Function': 'FunctionName',
  'AWS::Serverless::Function': 'FunctionName',
};
/** A reference to one of these gives an ARN with a version in it. */
const qualified = new Set(['AWS::Lambda::Alias', 'AWS::Lambda::Version']);

/**
 * A value of a template with the intrinsic functions worked out as far as a template alone can say: defaults of
 * parameters, and ARNs of resources in a stand-in account (123456789012, us-east-1). The rest is `unknowable`.
 */
export function workedOut(value: unknown, template: Readonly<Record<string, unknown>>): unknown {
  if (Array.isArray(value)) return settled(value.map((element) => workedOut(element, template)));
  if (!isObject(value)) return value;
  const [name = '', ...others] = Object.keys(value);
  if (others.length > 0 || !(name === 'Ref' || name === 'Condition' || name.startsWith('Fn::'))) {
    const entries = Object.entries(value).map(([key, inner]) => [key, workedOut(inner, template)] as const);
    if (entries.some(([, inner]) => inner === unknowable)) return unknowable;
    return Object.fromEntries(entries.filter(([, inner]) => inner !== undefined));
  }
  const argument = value[name];
  switch (name) {
    case 'Ref':
      return referred(String(argument), template);
    case 'Fn::GetAtt':
      return attribute(Array.isArray(argument) ? argument.join('.') : String(argument), template);
    case 'Fn::Sub':
      return substituted(argument, template);
    case 'Fn::Join':
      return joined(argument, template);
    default:
      return unknowable;
  }
}

function settled(list: unknown[]): unknown {
  return list.includes(unknowable) ? unknowable : list.filter((element) => element !== undefined);
}

function referred(name: string, template: Readonly<Record<string, unknown>>): unknown {
  if (Object.hasOwn(pseudoParameters, name)) return pseudoParameters[name];
  const parameter = member(member(template, 'Parameters'), name);
  if (isObject(parameter)) return defaultOf(parameter);
  const resource = member(member(template, 'Resources'), name);
  if (!isObject(resource)) return unknowable;
  if (qualified.has(String(resource.Type))) return unknowable;
  // For a topic Ref is the ARN, for a queue the URL; elsewhere it is the name.
  if (resource.Type === 'AWS::SNS::Topic') return attribute(`${name}.TopicArn`, template);
  const given = nameOfResource(name, template);
  return resource.Type === 'AWS::SQS::Queue' ? `https://sqs.us-east-1.amazonaws.com/123456789012/${given}` : given;
}

/** The name that a template gives a resource; its logical id, which is a good one, where it gives none or leaves it open. */
export function nameOfResource(id: string, template: Readonly<Record<string, unknown>>): string {
  const resource = member(member(template, 'Resources'), id);
  const written = member(member(resource, 'Properties'), nameProperties[String(member(resource, 'Type'))] ?? '');
  // Without the resources, whatever refers to itself ends here.
  const given = workedOut(written, { ...template, Resources: {} });
  return typeof given === 'string' ? given : id;
}

function defaultOf({ Type, Default }: Readonly<Record<string, unknown>>): unknown {
  // What is written is the name of the value, at Systems Manager.
  if (String(Type).startsWith('AWS::SSM::Parameter::Value')) return unknowable;
  const isList = Type === 'CommaDelimitedList' || String(Type).startsWith('List<');
  return isList && typeof Default === 'string'
    ? Default.split(',').map((each) => each.trim())
    : (Default ?? unknowable);
}

function attribute(path: string, template: Readonly<Record<string, unknown>>): unknown {
  const [name = '', attributeName = ''] = path.split('.');
  const resource = member(member(template, 'Resources'), name);
  const type = isObject(resource) ? String(resource.Type) : '';
  const given = nameOfResource(name, template);
  if (tables.has(type)) {
    const table = `arn:aws:dynamodb:us-east-1:123456789012:table/${given}`;
    return attributeName === 'StreamArn' ? `${table}/stream/2026-01-01T00:00:00.000` : table;
  }
  const service = services[type];
  return service !== undefined && attributeName.endsWith('Arn') ? `arn:aws:${service}${given}` : unknowable;
}

function substituted(argument: unknown, template: Readonly<Record<string, unknown>>): unknown {
  const [text, variables]: unknown[] = Array.isArray(argument) ? argument : [argument, {}];
  let isKnown = typeof text === 'string';
  const result = String(text).replaceAll(/\$\{(!?)([^}]+)\}/gu, (_, isLiteral: string, name: string) => {
    if (isLiteral) return `\${${name}}`;
    const local = member(variables, name);
    const value =
      local !== undefined
        ? workedOut(local, template)
        : name.includes('.')
          ? attribute(name, template)
          : referred(name, template);
    if (typeof value !== 'string' && typeof value !== 'number') isKnown = false;
    return String(value);
  });
  return isKnown ? result : unknowable;
}

function joined(argument: unknown, template: Readonly<Record<string, unknown>>): unknown {
  if (!Array.isArray(argument)) return unknowable;
  const [separator, list]: unknown[] = argument;
  const parts = workedOut(list, template);
  return Array.isArray(parts) && typeof separator === 'string' ? parts.join(separator) : unknowable;
}

function member(value: unknown, name: string): unknown {
  return isObject(value) && Object.hasOwn(value, name) ? value[name] : undefined;
}
