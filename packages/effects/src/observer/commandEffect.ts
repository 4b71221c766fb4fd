import type { EffectRequest } from './effect.ts';

/** What a command of an SDK client is as an effect, such as `dynamodb.PutItem orders`. */
export function commandEffect(clientName: string, commandName: string, input: unknown): EffectRequest {
  const client = clientName.replace(/Client$/, '');
  const service = serviceNames[client] ?? client.toLowerCase();
  return awsEffect(service, commandName.replace(/Command$/, ''), input);
}

/** The same, where service and operation are known by name. */
export function awsEffect(service: string, operation: string, input: unknown): EffectRequest {
  const about = aboutOf(input);
  return {
    name: `${service}.${operation}${about === undefined ? '' : ` ${about}`}`,
    kind: reading.test(operation) ? 'read' : 'write',
    call: input,
  };
}

/** Services whose client is called otherwise than what is said of them here. */
const serviceNames: Readonly<Record<string, string>> = { CloudWatchLogs: 'logs' };

const reading =
  /^(Get|BatchGet|TransactGet|Describe|List|Query|Scan|Head|Select|Receive|Lookup|Search|Filter|Decrypt|Encrypt|ReEncrypt|GenerateDataKey|Verify|Sign)/;

/** The fields that say what a command is about, the first that is there. */
const naming = [
  'TableName',
  'QueueUrl',
  'TopicArn',
  'TargetArn',
  'Bucket',
  'StreamName',
  'StreamARN',
  'DeliveryStreamName',
  'FunctionName',
  'stateMachineArn',
  'SecretId',
  'EventBusName',
  'Namespace',
  'KeyId',
  'logGroupName',
  'Name',
];

function aboutOf(input: unknown): string | undefined {
  if (typeof input !== 'object' || input === null) return undefined;
  const fields = input as Readonly<Record<string, unknown>>;
  for (const name of naming) {
    const value = fields[name];
    // Of an ARN and of the URL of a queue the last piece is the name; the name of a parameter may be a path.
    if (typeof value === 'string' && value !== '') {
      return /^(arn:|https?:)/.test(value) ? value.split(/[:/]/).at(-1) : value;
    }
  }
  return tablesOf(fields) ?? busOf(fields);
}

/** The tables of a batch or of a transaction. */
function tablesOf(fields: Readonly<Record<string, unknown>>): string | undefined {
  const requests: unknown = fields['RequestItems'];
  if (typeof requests === 'object' && requests !== null) return Object.keys(requests).sort().join(',');
  const items: unknown = fields['TransactItems'];
  if (!Array.isArray(items)) return undefined;
  const tables = items.flatMap((item) => Object.values(Object(item)).map((step): unknown => Object(step).TableName));
  return [...new Set(tables.map(String))].sort().join(',');
}

function busOf(fields: Readonly<Record<string, unknown>>): string | undefined {
  const entries: unknown = fields['Entries'];
  const first: unknown = Array.isArray(entries) ? Object(entries[0]).EventBusName : undefined;
  return typeof first === 'string' ? first : undefined;
}
