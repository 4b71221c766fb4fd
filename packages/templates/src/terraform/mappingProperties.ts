import { isObject } from '@millrace/simulator';
import { member } from '../values/member.ts';
import { OpenValue, openAmong } from '../values/openValue.ts';

/** Terraform's names of a mapping's parameters, and AWS's. */
const names: readonly (readonly [attribute: string, parameter: string])[] = [
  ['event_source_arn', 'EventSourceArn'],
  ['function_name', 'FunctionName'],
  ['starting_position', 'StartingPosition'],
  ['batch_size', 'BatchSize'],
  ['maximum_batching_window_in_seconds', 'MaximumBatchingWindowInSeconds'],
  ['parallelization_factor', 'ParallelizationFactor'],
  ['maximum_record_age_in_seconds', 'MaximumRecordAgeInSeconds'],
  ['maximum_retry_attempts', 'MaximumRetryAttempts'],
  ['bisect_batch_on_function_error', 'BisectBatchOnFunctionError'],
  ['tumbling_window_in_seconds', 'TumblingWindowInSeconds'],
  ['function_response_types', 'FunctionResponseTypes'],
  ['kms_key_arn', 'KMSKeyArn'],
];

/** What states hold for a parameter that was not given: 0, or nothing at all. */
const zeroIsAbsent = new Set(['BatchSize', 'ParallelizationFactor', 'MaximumRecordAgeInSeconds']);

/** A mapping's parameters under AWS's names, from the attributes of `aws_lambda_event_source_mapping`. */
export function mappingProperties(values: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const plain = names.flatMap(([attribute, parameter]): [string, unknown][] => {
    const value = values[attribute] ?? undefined;
    if (value === undefined || value === '' || (value === 0 && zeroIsAbsent.has(parameter))) return [];
    return [[parameter, value]];
  });
  const structures: [string, unknown][] = [
    ['FilterCriteria', filterCriteria(values.filter_criteria)],
    ['DestinationConfig', destinationConfig(values)],
    ['MetricsConfig', metricsConfig(values.metrics_config)],
  ];
  return Object.fromEntries([...plain, ...structures.filter(([, value]) => value !== undefined)]);
}

/** The attributes that AWS's parameter is made of, to show how it is written. */
export function attributesOf(parameter: string): readonly string[] {
  const plain = names.find(([, name]) => name === parameter)?.[0];
  if (plain !== undefined) return [plain];
  if (parameter === 'FilterCriteria') return ['filter_criteria'];
  return parameter === 'DestinationConfig' ? ['destination_config', 'destination_arn_on_failure'] : ['metrics_config'];
}

/** A block, or a list of blocks: `filter_criteria { filter { pattern = … } }`; or the list of patterns that a module takes. */
function filterCriteria(written: unknown): unknown {
  if (written instanceof OpenValue) return written;
  const blocks = blocksOf(written);
  const filters = blocks.flatMap((block) => ('filter' in block ? blocksOf(block.filter) : [block]));
  const open = openAmong([...blocks.map(({ filter }) => filter), ...filters.map(({ pattern }) => pattern)]);
  if (open || filters.length === 0) return open;
  return { Filters: filters.map(({ pattern }) => ({ Pattern: pattern })) };
}

function destinationConfig(values: Readonly<Record<string, unknown>>): unknown {
  const { destination_config: config, destination_arn_on_failure: ofModule } = values;
  if (config instanceof OpenValue) return config;
  const [block] = blocksOf(config);
  const onFailure = block?.on_failure;
  if (onFailure instanceof OpenValue) return onFailure;
  const arn = blocksOf(onFailure)[0]?.destination_arn ?? ofModule ?? undefined;
  if (arn === undefined || arn === '' || arn instanceof OpenValue) return arn === '' ? undefined : arn;
  return { OnFailure: { Destination: arn } };
}

function metricsConfig(written: unknown): unknown {
  if (written instanceof OpenValue) return written;
  const metrics = member(blocksOf(written)[0], 'metrics') ?? undefined;
  return metrics === undefined || metrics instanceof OpenValue ? metrics : { Metrics: metrics };
}

function blocksOf(written: unknown): readonly Readonly<Record<string, unknown>>[] {
  return [written]
    .flat()
    .filter(isObject)
    .filter((block) => !(block instanceof OpenValue));
}
