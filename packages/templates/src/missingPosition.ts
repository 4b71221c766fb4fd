import { type EventSourceMapping, reasonOf, resolveMapping } from '@millrace/simulator';

/**
 * The sentence for a mapping without the one parameter that AWS requires, in AWS's words, so that it is not taken for a whole one;
 * `undefined` for others. A simulation of it throws the same.
 */
export function missingPosition(mapping: EventSourceMapping, what: string): string | undefined {
  const { StartingPosition: position }: { readonly StartingPosition?: unknown } = mapping;
  if (position !== undefined && position !== null) return undefined;
  return `${what} has no StartingPosition, and AWS refuses that: ${refusal()} Set it to TRIM_HORIZON or LATEST.`;
}

function refusal(): string {
  const none: object = {};
  try {
    resolveMapping(none as EventSourceMapping);
    return '';
  } catch (error) {
    return reasonOf(error);
  }
}
