import { creationDate } from '../wire/creationDate.ts';
import { fault } from './fault.ts';

/**
 * Reads an `ApproximateCreationDateTime` in any of the units it is met in, told apart by magnitude: below 1e11 it is
 * seconds (Lambda, whole or fractional), below 1e14 milliseconds, above microseconds (Kinesis Data Streams for
 * DynamoDB). Text is a number of those, or a date; a date without a zone is read as UTC.
 */
export function readCreationTime(value: unknown): Date | undefined {
  if (value === undefined || value === null) return undefined;
  const date = creationDate(value);
  return isNaN(+date) ? fault('timestamp', 'a time', value) : date;
}
