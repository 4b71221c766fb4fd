import type { EventSourceMapping } from './eventSourceMapping.ts';
import { MappingError } from '../words/mappingError.ts';
import { counted } from '../words/counted.ts';

/** One parameter that breaks a constraint of AWS's API model, in AWS's words, and whether those were recorded. */
interface Violation {
  readonly text: string;
  readonly isRecorded: boolean;
}

/** Inclusive limits of S41. `-1` stands for "no limit" where it is the minimum. */
const limits = [
  { name: 'BatchSize', least: 1, most: 10_000 },
  { name: 'MaximumBatchingWindowInSeconds', least: 0, most: 300 },
  { name: 'ParallelizationFactor', least: 1, most: 10 },
  { name: 'MaximumRetryAttempts', least: -1, most: 10_000 },
  { name: 'TumblingWindowInSeconds', least: 0, most: 900 },
] as const;

// Recorded for these four; the below-minimum texts and that of MaximumRetryAttempts follow the form (U11).
const recordedAboveMost: readonly string[] = [
  'BatchSize',
  'MaximumBatchingWindowInSeconds',
  'ParallelizationFactor',
  'TumblingWindowInSeconds',
];

/**
 * Refuses values outside the constraints of AWS's API model: ranges and enumerations (S41).
 *
 * AWS checks these before anything about their meaning and reports all of them at once; only single violations were
 * recorded, so the text for several is AWS's general form.
 */
export function checkConstraints(mapping: EventSourceMapping): void {
  const violations = [
    ...startingPositionViolations(mapping.StartingPosition),
    ...functionNameViolations(mapping.FunctionName ?? undefined),
    ...rangeViolations(mapping),
    ...enumerationViolations('functionResponseTypes', mapping.FunctionResponseTypes ?? [], ['ReportBatchItemFailures']),
    ...enumerationViolations('metricsConfig.metrics', mapping.MetricsConfig?.Metrics ?? [], knownMetrics),
  ];
  const [first, ...others] = violations;
  if (first === undefined) return;
  const isRecorded = first.isRecorded && others.length === 0;
  throw new MappingError({
    code: 'ValidationException',
    message: `${counted(violations.length, 'validation error')} detected: ${violations
      .map((violation) => violation.text)
      .join('; ')}`,
    hint: isRecorded ? undefined : 'The text is inferred: AWS uses this form, but these words were not recorded.',
    certainty: isRecorded ? 'recorded' : 'inferred',
  });
}

/** Those for Kafka are members of AWS's enumeration too; what they are here, the cross rules say. */
const knownMetrics = ['EventCount', 'ErrorCount', 'KafkaMetrics'];

// The order of the members is AWS's (A02).
const startingPositions = ['LATEST', 'AT_TIMESTAMP', 'TRIM_HORIZON'];

function startingPositionViolations(value: string | null | undefined): readonly Violation[] {
  if (value === undefined || value === null || startingPositions.includes(value)) return [];
  const constraint = `Member must satisfy enum value set: [${startingPositions.join(', ')}]`;
  return [
    {
      text: `Value '${value}' at 'startingPosition' failed to satisfy constraint: ${constraint}`,
      isRecorded: true,
    },
  ];
}

// A name, `name:alias`, a partial ARN or an ARN. Wider than the pattern AWS states: in it a region has one word and one digit
// after its letters, and there are regions with more, which AWS takes.
const functionName =
  /^(arn:(aws[a-zA-Z-]*)?:lambda:)?([a-z]{2,}(-[a-z]+)+-\d:)?(\d{12}:)?(function:)?[a-zA-Z0-9-_]+(:(\$LATEST|[a-zA-Z0-9-_]+))?$/u;

function functionNameViolations(value: string | undefined): readonly Violation[] {
  if (value === undefined || functionName.test(value)) return [];
  const constraint =
    value === ''
      ? 'Member must have length greater than or equal to 1'
      : 'Member must satisfy regular expression pattern: (arn:(aws[a-zA-Z-]*)?:lambda:)?([a-z]{2}(-gov)?-[a-z]+-\\d{1}:)?(\\d{12}:)?(function:)?([a-zA-Z0-9-_]+)(:(\\$LATEST|[a-zA-Z0-9-_]+))?';
  return [
    { text: `Value '${value}' at 'functionName' failed to satisfy constraint: ${constraint}`, isRecorded: false },
  ];
}

function rangeViolations(mapping: EventSourceMapping): readonly Violation[] {
  return limits.flatMap(({ name, least, most }) => {
    const value = mapping[name];
    if (typeof value !== 'number' || (value >= least && value <= most)) return [];
    const bound = value > most ? `less than or equal to ${most}` : `greater than or equal to ${least}`;
    const text = `Value '${value}' at '${asWireName(name)}' failed to satisfy constraint: Member must have value ${bound}`;
    return [{ text, isRecorded: value > most && recordedAboveMost.includes(name) }];
  });
}

// Recorded for functionResponseTypes (A11).
function enumerationViolations(
  path: string,
  value: readonly string[],
  members: readonly string[],
): readonly Violation[] {
  const failed = `Value '[${value.join(', ')}]' at '${path}' failed to satisfy constraint:`;
  if (value.some((member) => !members.includes(member))) {
    const constraint = `[Member must satisfy enum value set: [${members.join(', ')}], Member must not be null]`;
    return [
      { text: `${failed} Member must satisfy constraint: ${constraint}`, isRecorded: path === 'functionResponseTypes' },
    ];
  }
  if (value.length <= members.length) return [];
  return [{ text: `${failed} Member must have length less than or equal to ${members.length}`, isRecorded: false }];
}

function asWireName(name: string): string {
  return `${name.charAt(0).toLowerCase()}${name.slice(1)}`;
}
