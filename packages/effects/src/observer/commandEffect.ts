import type { EffectRequest } from './effect.ts';

/** What a command of an SDK client is as an effect, such as `dynamodb.PutItem orders`. */
export function commandEffect(clientName: string, commandName: string, input: unknown): EffectRequest {
  const client = clientName.replace(/Client$/, '');
  const service = serviceNames[client] ?? client.toLowerCase();
  return awsEffect(service, commandName.replace(/Command$/, ''), input);
}

/** The same, where service and operation are known by name. */
export function awsEffect(service: string, operation: string, input: unknown): EffectRequest {
  const about = aboutOf(service, operation, input);
  return {
    name: `${service}.${operation}${about === undefined ? '' : ` ${about}`}`,
    kind: reading.test(operation) ? 'read' : 'write',
    call: input,
  };
}

/** Services whose client is called otherwise than what is said of them here. */
const serviceNames: Readonly<Record<string, string>> = { CloudWatchLogs: 'logs' };

const reading =
  /^(Get|BatchGet|TransactGet|Describe|List|Query|Scan|Head|Select|Receive|Lookup|Search|Filter|Decrypt|Encrypt|ReEncrypt|GenerateDataKey|Verify|Sign|AssumeRole)/;

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
  'RoleArn',
  'logGroupName',
  'Name',
];

function aboutOf(service: string, operation: string, input: unknown): string | undefined {
  if (typeof input !== 'object' || input === null) return undefined;
  const fields = input as Readonly<Record<string, unknown>>;
  // A schedule is about its group, as its name is new for each; what has no group or bus is in the default one.
  if (service === 'scheduler' && operation.endsWith('Schedule')) {
    const group = fields['GroupName'];
    return typeof group === 'string' ? group : 'default';
  }
  if (service === 'eventbridge' && operation === 'PutEvents') return busesOf(fields);
  for (const name of naming) {
    const value = fields[name];
    // Of an ARN and of the URL of a queue the last piece is the name; the name of a parameter may be a path.
    if (typeof value === 'string' && value !== '') {
      return name === 'KeyId' || /^(arn:|https?:)/.test(value) ? value.split(/[:/]/).at(-1) : value;
    }
  }
  const several = fields['Names'] ?? fields['SecretIdList'];
  return Array.isArray(several) ? several.join(',') : tablesOf(fields);
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

function busesOf({ Entries: entries }: Readonly<Record<string, unknown>>): string {
  const buses = (Array.isArray(entries) ? entries : []).map(
    (entry): unknown => Object(entry).EventBusName ?? 'default',
  );
  return [...new Set(buses.map((bus) => String(bus).split(/[:/]/).at(-1) ?? ''))].sort().join(',');
}
