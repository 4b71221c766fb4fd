import { fault } from './fault.ts';

/**
 * Reads an `ApproximateCreationDateTime` in any of the units it is met in, told apart by magnitude: below 1e11 it is
 * seconds (Lambda, whole or fractional), below 1e14 milliseconds, above microseconds (Kinesis Data Streams for
 * DynamoDB). Text is a number of those, or a date; a date without a zone is read as UTC.
 */
export function readCreationTime(value: unknown): Date | undefined {
  if (value === undefined || value === null) return undefined;
  const date = creationDate(value);
  return Number.isNaN(Number(date)) ? fault('timestamp', 'a time', value) : date;
}

/**
 * The date that a time says in any form it is met in: seconds, milliseconds or microseconds, told apart by magnitude, as
 * a number or its text, or a date as text (without a zone it is UTC) or as `Date`. An invalid date when it says none.
 */
export function creationDate(value: unknown): Date {
  return new Date(value instanceof Date ? value : milliseconds(value));
}

const hasZone = /(Z|UTC|GMT|[-+]\d\d:?\d\d)$/i;

function milliseconds(value: unknown): number {
  const time = typeof value === 'string' && value !== '' ? Number(value) : value;
  if (typeof value === 'string' && Number.isNaN(time))
    return Date.parse(hasZone.test(value) ? value : `${value}${/\dT/.test(value) ? 'Z' : ' UTC'}`);
  if (typeof time !== 'number') return Number.NaN;
  return time < 1e11 ? time * 1000 : time < 1e14 ? time : time / 1000;
}
