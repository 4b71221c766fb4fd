import { isObject } from '@millrace/simulator';
import type { LeftOut, Source, SourceMapping, Worked } from '../source/source.ts';
import { serviceInArn } from '../values/serviceInArn.ts';

type Named = Readonly<Record<string, unknown>>;

/** The parameters of a mapping that AWS's answers about it hold; the rest of an answer is its state. */
const parameters = [
  'EventSourceArn',
  'StartingPosition',
  'BatchSize',
  'MaximumBatchingWindowInSeconds',
  'ParallelizationFactor',
  'MaximumRecordAgeInSeconds',
  'MaximumRetryAttempts',
  'BisectBatchOnFunctionError',
  'TumblingWindowInSeconds',
  'FunctionResponseTypes',
  'FilterCriteria',
  'DestinationConfig',
  'MetricsConfig',
  'KMSKeyArn',
];

/**
 * The answers of `get-event-source-mapping`, `list-event-source-mappings` or `create-event-source-mapping` in a file, or
 * `undefined` when it holds something else. One is named by its UUID, its function or its table.
 */
export function answerSource(content: unknown): Source | undefined {
  const answers = answersIn(content);
  if (answers === undefined) return undefined;
  const mappings: SourceMapping[] = [];
  const leftOut: LeftOut[] = [];
  for (const answer of answers) {
    const { UUID, EventSourceArn } = answer;
    const service = serviceInArn(textOf(EventSourceArn));
    const name = textOf(UUID) || textOf(EventSourceArn) || 'mapping';
    const aliases = aliasesOf(answer);
    if (service === 'dynamodb') mappings.push({ name, aliases, isSure: true, read: () => worked(answer) });
    else leftOut.push({ name, aliases, why: `it reads ${service ?? 'no stream'}, not a DynamoDB stream` });
  }
  return { mappings, leftOut, kind: 'an answer of AWS without a mapping of a DynamoDB stream' };
}

function answersIn(content: unknown): readonly Named[] | undefined {
  if (Array.isArray(content)) return content.length > 0 && content.every(isAnswer) ? content : undefined;
  if (!isObject(content)) return undefined;
  const { EventSourceMappings } = content;
  if (Array.isArray(EventSourceMappings)) return EventSourceMappings.filter(isObject);
  return isAnswer(content) ? [content] : undefined;
}

function isAnswer(value: unknown): value is Named {
  return isObject(value) && typeof value.UUID === 'string';
}

function worked(answer: Named): ReturnType<SourceMapping['read']> {
  const given = parameters.flatMap((name): [string, Worked][] => {
    const value = answer[name] ?? undefined;
    return value === undefined ? [] : [[name, { written: value, value }]];
  });
  const { FunctionArn } = answer;
  if (typeof FunctionArn === 'string') given.push(['FunctionName', { written: FunctionArn, value: FunctionArn }]);
  return {
    properties: Object.fromEntries(given),
    function: undefined,
    table: tableOf(answer),
    tables: [],
    parameters: [],
  };
}

/** The ARN of the stream names its table; what its keys are is not in the answer. */
function tableOf({ EventSourceArn }: Named): ReturnType<SourceMapping['read']>['table'] {
  const name = tableName(EventSourceArn);
  return name === undefined ? undefined : { name, keys: undefined, streamView: undefined };
}

function aliasesOf({ FunctionArn, EventSourceArn }: Named): readonly string[] {
  const [, functionName] = /:function:([^:]+)/u.exec(textOf(FunctionArn)) ?? [];
  return [textOf(FunctionArn), functionName, tableName(EventSourceArn)].flatMap((name) => (name ? [name] : []));
}

function tableName(arn: unknown): string | undefined {
  return /:table\/([^/]+)/u.exec(textOf(arn))?.[1];
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
