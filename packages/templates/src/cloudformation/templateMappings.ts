import { isObject } from '../isObject.ts';
import { namesIn } from './namesIn.ts';

/** A mapping that a template defines, its properties as they stand there, under AWS's API names. */
export interface TemplateMapping {
  /** The name that means this one only: a logical id, or `Function.Event` for an event of a SAM function. */
  readonly name: string;
  /** Other names that may mean it: its function, and the logical id that SAM would give it. */
  readonly aliases: readonly string[];
  /** The logical id of what it invokes, as far as it tells: a function, or an alias or a version of one. */
  readonly functionId: string | undefined;
  readonly properties: Readonly<Record<string, unknown>>;
}

/** Every mapping of a DynamoDB stream in a CloudFormation or SAM template, in the order of the template. */
export function templateMappings(resources: Readonly<Record<string, unknown>>): readonly TemplateMapping[] {
  return Object.entries(resources).flatMap(([id, resource]) => {
    if (!isObject(resource) || !isObject(resource.Properties)) return [];
    if (resource.Type === 'AWS::Lambda::EventSourceMapping') return mappingResource(id, resource.Properties);
    if (resource.Type === 'AWS::Serverless::Function') return functionEvents(id, resource.Properties);
    return [];
  });
}

function mappingResource(id: string, properties: Readonly<Record<string, unknown>>): TemplateMapping[] {
  const source = JSON.stringify(properties.EventSourceArn ?? '');
  const isOfAnotherService = /arn:[^:]*:(?!dynamodb)[a-z]+:/u.test(source) || 'SelfManagedEventSource' in properties;
  if (isOfAnotherService) return [];
  const aliases = namesIn(properties.FunctionName);
  return [{ name: id, aliases, functionId: aliases[0], properties: apiNames(properties) }];
}

function functionEvents(id: string, { Events }: Readonly<Record<string, unknown>>): TemplateMapping[] {
  if (!isObject(Events)) return [];
  return Object.entries(Events).flatMap(([event, definition]) => {
    if (!isObject(definition) || definition.Type !== 'DynamoDB' || !isObject(definition.Properties)) return [];
    const { Stream, DestinationConfig, ...others } = definition.Properties;
    const properties = apiNames({
      ...(Stream !== undefined && { EventSourceArn: Stream }),
      ...others,
      ...(DestinationConfig !== undefined && { DestinationConfig: plainDestination(DestinationConfig, id, event) }),
    });
    return [{ name: `${id}.${event}`, aliases: [id, `${id}${event}`], functionId: id, properties }];
  });
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
function apiNames({ KmsKeyArn, ...properties }: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return KmsKeyArn === undefined ? properties : { ...properties, KMSKeyArn: KmsKeyArn };
}
