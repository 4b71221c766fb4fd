import { OpenValue } from '../values/openValue.ts';

/** What is known of a type of resource: the attribute that names it, and its ARN up to the name. */
interface Kind {
  readonly nameAttribute: string;
  readonly arn: string;
}

const kinds: ReadonlyMap<string, Kind> = new Map([
  ['aws_dynamodb_table', { nameAttribute: 'name', arn: 'dynamodb:us-east-1:123456789012:table/' }],
  ['aws_sqs_queue', { nameAttribute: 'name', arn: 'sqs:us-east-1:123456789012:' }],
  ['aws_sns_topic', { nameAttribute: 'name', arn: 'sns:us-east-1:123456789012:' }],
  ['aws_s3_bucket', { nameAttribute: 'bucket', arn: 's3:::' }],
  ['aws_lambda_function', { nameAttribute: 'function_name', arn: 'lambda:us-east-1:123456789012:function:' }],
  ['aws_kinesis_stream', { nameAttribute: 'name', arn: 'kinesis:us-east-1:123456789012:stream/' }],
  ['aws_msk_cluster', { nameAttribute: 'cluster_name', arn: 'kafka:us-east-1:123456789012:cluster/' }],
  ['aws_mq_broker', { nameAttribute: 'broker_name', arn: 'mq:us-east-1:123456789012:broker:' }],
  ['aws_docdb_cluster', { nameAttribute: 'cluster_identifier', arn: 'rds:us-east-1:123456789012:cluster:' }],
]);

/** The name that a resource is given; its label, which is a good one, where it is given none or left open. */
export function standInName(type: string, label: string, values: Readonly<Record<string, unknown>>): string {
  const given = values[kinds.get(type)?.nameAttribute ?? ''];
  return typeof given === 'string' && given !== '' ? given : label;
}

/** An attribute that only a deployment has, in the stand-in account 123456789012 in us-east-1. */
export function standInAttribute(type: string, name: string, attribute: string): string | OpenValue {
  const kind = kinds.get(type);
  if (kind === undefined) return new OpenValue([], `${attribute} of a resource of type ${type}`);
  const arn = `arn:aws:${kind.arn}${name}`;
  switch (attribute) {
    case kind.nameAttribute:
      return name;
    case 'arn':
    case 'qualified_arn':
      return arn;
    case 'stream_arn':
      return `${arn}/stream/2026-01-01T00:00:00.000`;
    case 'id':
      if (type === 'aws_sqs_queue') return queueUrl(name);
      return type === 'aws_sns_topic' || type === 'aws_kinesis_stream' ? arn : name;
    case 'url':
      return type === 'aws_sqs_queue' ? queueUrl(name) : new OpenValue([], `the URL of ${name}`);
    default:
      return new OpenValue([], `${attribute} of a resource of type ${type}`);
  }
}

/** `.invalid` is a domain that never exists: a client of the handler that uses the URL sends nothing anywhere. */
function queueUrl(name: string): string {
  return `https://sqs.us-east-1.invalid/123456789012/${name}`;
}
