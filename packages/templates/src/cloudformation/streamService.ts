import { isObject } from '@millrace/simulator';
import { serviceInArn } from '../values/serviceInArn.ts';
import { namesIn } from './namesIn.ts';
import { unwrapped } from './intrinsics.ts';
import { typeOf } from './resourceValues.ts';
import { type Scope, workedOut } from './scope.ts';

/** Properties that only mappings of other services have. */
const ofOthers: ReadonlyMap<string, string> = new Map([
  ['SelfManagedEventSource', 'kafka'],
  ['SelfManagedKafkaEventSourceConfig', 'kafka'],
  ['AmazonManagedKafkaEventSourceConfig', 'kafka'],
  ['Topics', 'kafka'],
  ['ProvisionedPollerConfig', 'kafka'],
  ['DocumentDBEventSourceConfig', 'docdb'],
  ['Queues', 'mq'],
  ['ScalingConfig', 'sqs'],
]);

/**
 * The service that a mapping reads: `dynamodb`, `kinesis`, `sqs`, …, told by the resource that it names, by an ARN, or by
 * what only mappings of one service have. `undefined` when only a deployment knows.
 */
export function streamService(properties: Readonly<Record<string, unknown>>, scope: Scope): string | undefined {
  const written = unwrapped(properties.EventSourceArn, scope);
  const ofResource = namesIn(written).flatMap((id) => serviceOfType(typeOf(id, scope)) ?? []);
  const [first] = ofResource;
  if (first !== undefined) return first;
  const value = written === undefined ? undefined : workedOut(written, scope);
  const inArn = serviceInArn(typeof value === 'string' ? value : textOf(written));
  if (inArn !== undefined) return inArn;
  for (const [property, service] of ofOthers) if (workedOut(properties[property], scope) !== undefined) return service;
  // Mappings of streams must say where they start; mappings of queues cannot.
  if (!('StartingPosition' in properties) && written !== undefined) return 'sqs';
  // An export or a parameter that is called after its kind.
  const text = textOf(written);
  return /kinesis/iu.test(text) && !/dynamo|table/iu.test(text) ? 'kinesis' : undefined;
}

function serviceOfType(type: string | undefined): string | undefined {
  const [owner, service = '', kind = ''] = type?.split('::') ?? [];
  if (owner !== 'AWS') return undefined;
  if (service === 'Serverless') return kind === 'SimpleTable' ? 'dynamodb' : undefined;
  // A nested stack or a custom resource may stand for anything.
  return service === 'CloudFormation' ? undefined : service.toLowerCase();
}

function textOf(written: unknown): string {
  return typeof written === 'string' ? written : isObject(written) ? JSON.stringify(written) : '';
}
