/**
 * The date that a time says in any form it is met in: seconds, milliseconds or microseconds, told apart by magnitude, as
 * a number or its text, or a date as text (without a zone it is UTC) or as `Date`. An invalid date when it says none.
 */
export function creationDate(value: unknown): Date {
  return new Date((value as Partial<Date> | null | undefined)?.getTime?.() ?? milliseconds(value));
}

const hasZone = /(Z|UTC|GMT|[-+]\d\d:?\d\d)$/i;

function milliseconds(value: unknown): number {
  const time = typeof value === 'string' ? Number(value || 'x') : value;
  if (typeof time !== 'number') return Number.NaN;
  const text = value as string;
  if (isNaN(time)) return Date.parse(hasZone.test(text) ? text : `${text}${/\dT/.test(text) ? 'Z' : ' UTC'}`);
  return time < 1e11 ? time * 1000 : time < 1e14 ? time : time / 1000;
}
