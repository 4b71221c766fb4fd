import { MappingError } from '../words/mappingError.ts';
import { suggestName } from '../words/suggestName.ts';

/**
 * Refuses a name that a DynamoDB mapping does not have, saying which was probably meant, or which source has it.
 *
 * `path` is where it stands, empty for the mapping itself. @throws {MappingError} always.
 */
export function refuseName(name: string, known: readonly string[], path: string): never {
  const source =
    path === '' && Object.hasOwn(parametersOfOtherSources, name) ? parametersOfOtherSources[name] : undefined;
  if (source !== undefined) refuseOtherSource(name, source);
  if (path === '' && answersOnly.includes(name))
    throw own(`${name} is part of AWS's answer about a mapping, not one of its parameters. Leave it out.`);
  if (path === 'DestinationConfig.OnFailure' && name === 'Type')
    throw own(
      'Unknown parameter "Type" in DestinationConfig.OnFailure.',
      'Type is of the SAM template. AWS tells queue, topic and bucket by the ARN in Destination: give that, and leave Type out.',
    );
  const unknown = `Unknown parameter "${name}" in ${path === '' ? 'the mapping' : path}.`;
  const meant = wordFor(name, path) ?? suggestName(name, known);
  const knownHere = `Known here: ${known.join(', ')}.`;
  throw meant === undefined ? own(`${unknown} ${knownHere}`) : own(`${unknown} Did you mean ${meant}?`, knownHere);
}

// AWS's clients refuse these before they send anything.
function own(message: string, hint?: string): MappingError {
  return new MappingError({
    code: 'ParamValidation',
    certainty: 'own',
    message,
    hint,
  });
}

// Recorded for ScalingConfig (A14); for the others the same sentence with their name is inferred.
function refuseOtherSource(name: string, source: string): never {
  const isRecorded = name === 'ScalingConfig';
  throw new MappingError({
    code: 'InvalidParameterValueException',
    message: `Unsupported ${name} parameter for given event source mapping type.`,
    hint: `${name} is for ${source}; a DynamoDB stream has no such parameter.${isRecorded ? '' : ' The text is inferred.'}`,
    certainty: isRecorded ? 'recorded' : 'inferred',
  });
}

function wordFor(name: string, path: string): string | undefined {
  const word = name.toLowerCase().replaceAll('_', '');
  return path === '' && Object.hasOwn(wordsOfOtherTools, word) ? wordsOfOtherTools[word] : undefined;
}

/** What other sources have and a DynamoDB stream has not, with the source to name in the hint. */
const parametersOfOtherSources: Readonly<Record<string, string>> = {
  ScalingConfig: 'Amazon SQS',
  Queues: 'Amazon MQ',
  Topics: 'Kafka',
  SelfManagedEventSource: 'self-managed Kafka',
  SelfManagedKafkaEventSourceConfig: 'self-managed Kafka',
  AmazonManagedKafkaEventSourceConfig: 'Amazon MSK',
  SourceAccessConfigurations: 'Kafka, Amazon MQ and DocumentDB',
  DocumentDBEventSourceConfig: 'DocumentDB',
  ProvisionedPollerConfig: 'Kafka and Amazon SQS',
  LoggingConfig: 'Kafka',
};

/** Names that other tools use for a parameter and that no spelling rule would find. */
const wordsOfOtherTools: Readonly<Record<string, string>> = {
  stream: 'EventSourceArn',
  eventsource: 'EventSourceArn',
  batchwindow: 'MaximumBatchingWindowInSeconds',
  retryattempts: 'MaximumRetryAttempts',
  maxretries: 'MaximumRetryAttempts',
  bisectbatchonerror: 'BisectBatchOnFunctionError',
  reportbatchitemfailures: 'FunctionResponseTypes',
  filterpatterns: 'FilterCriteria',
  filters: 'FilterCriteria',
  onfailure: 'DestinationConfig',
  destinations: 'DestinationConfig',
  pattern: 'FilterCriteria',
};

/** What AWS answers about a mapping, and nobody may ask for. */
const answersOnly = [
  'UUID',
  'EventSourceMappingArn',
  'FunctionArn',
  'LastModified',
  'LastProcessingResult',
  'State',
  'StateTransitionReason',
  'FilterCriteriaError',
];
