/** The end of the year 9999: later dates are not written as AWS writes them, and a little later none is. */
export const lastMs = Date.UTC(9999, 11, 31, 23, 59, 59, 999);
const firstMs = Date.parse('0001-01-01T00:00:00.000Z');

/** Whether epoch milliseconds are a date that can be written in four digits of a year. */
export function isOnCalendar(epochMs: number): boolean {
  return epochMs >= firstMs && epochMs <= lastMs;
}
