import { isObject } from '@millrace/simulator';
import { member, named } from '../values/member.ts';
import { namesIn } from './namesIn.ts';

/** A mapping that a template defines, its properties as they stand there, under AWS's API names. */
export interface TemplateMapping {
  /** The name that means this one only: a logical id, or `Function.Event` for an event of a SAM function. */
  readonly name: string;
  /** Other names that may mean it: its function, and the logical id that SAM would give it. */
  readonly aliases: readonly string[];
  /** The logical id of what it invokes, as far as it tells: a function, or an alias or a version of one. */
  readonly functionId: string | undefined;
  /** The name of the condition under which it is deployed, if there is one. */
  readonly condition: string | undefined;
  readonly properties: Readonly<Record<string, unknown>>;
  /** The service that it reads, when its very type says so. */
  readonly service: string | undefined;
}

/** SAM's types of events that become mappings. */
const samEvents: ReadonlyMap<unknown, string> = new Map([
  ['DynamoDB', 'dynamodb'],
  ['Kinesis', 'kinesis'],
  ['SQS', 'sqs'],
  ['MSK', 'kafka'],
  ['SelfManagedKafka', 'kafka'],
  ['MQ', 'mq'],
  ['DocumentDB', 'docdb'],
]);

/** Every mapping of a CloudFormation or SAM template, in the order of the template. */
export function templateMappings(resources: Readonly<Record<string, unknown>>): readonly TemplateMapping[] {
  return Object.entries(resources).flatMap(([id, resource]) => {
    if (!isObject(resource) || !isObject(resource.Properties)) return [];
    if (resource.Type === 'AWS::Lambda::EventSourceMapping')
      return [mappingResource(id, resource, resource.Properties)];
    if (resource.Type === 'AWS::Serverless::Function') return functionEvents(id, resource, resource.Properties);
    return [];
  });
}

type Named = Readonly<Record<string, unknown>>;

function mappingResource(id: string, resource: Named, properties: Named): TemplateMapping {
  const invoked = namesIn(properties.FunctionName);
  return {
    name: id,
    aliases: [...invoked, ...constructNames(resource)],
    functionId: invoked[0],
    condition: conditionOf(resource),
    properties: apiNames(properties),
    service: undefined,
  };
}

function functionEvents(id: string, resource: Named, { Events }: Named): TemplateMapping[] {
  return Object.entries(named(Events)).flatMap(([event, definition]) => {
    const service = isObject(definition) ? samEvents.get(definition.Type) : undefined;
    if (service === undefined || !isObject(definition) || !isObject(definition.Properties)) return [];
    const { Stream, DestinationConfig, ...others } = definition.Properties;
    const properties = apiNames({
      ...(Stream !== undefined && { EventSourceArn: Stream }),
      ...others,
      ...(DestinationConfig !== undefined && { DestinationConfig: plainDestination(DestinationConfig, id, event) }),
    });
    const aliases = [id, `${id}${event}`];
    return [{ name: `${id}.${event}`, aliases, functionId: id, condition: conditionOf(resource), properties, service }];
  });
}

function conditionOf({ Condition }: Named): string | undefined {
  return typeof Condition === 'string' ? Condition : undefined;
}

/** What CDK calls a resource: the path of its constructs, `Shop/OrdersFunction/DynamoDBEventSource:…`, and their names. */
function constructNames(resource: Named): readonly string[] {
  const path = member(resource.Metadata, 'aws:cdk:path');
  if (typeof path !== 'string') return [];
  const names = path.split('/').filter((name) => name !== 'Resource' && name !== 'Default');
  return [names.join('/'), ...names.slice(1)];
}

/** SAM's OnFailure has a Type beside the ARN, and makes a queue or topic of its own when there is only the Type. */
function plainDestination(config: unknown, id: string, event: string): unknown {
  if (!isObject(config) || !isObject(config.OnFailure)) return config;
  const { Type, Destination } = config.OnFailure;
  const service = Type === 'SNS' ? 'sns' : 'sqs';
  return {
    ...config,
    OnFailure: { Destination: Destination ?? `arn:aws:${service}:us-east-1:123456789012:${id}${event}OnFailure` },
  };
}

/** The one property whose capitals differ between CloudFormation and the API. */
function apiNames({ KmsKeyArn, ...properties }: Named): Named {
  return KmsKeyArn === undefined ? properties : { ...properties, KMSKeyArn: KmsKeyArn };
}
