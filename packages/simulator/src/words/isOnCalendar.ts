/** The end of the year 9999, in epoch milliseconds: later dates are not written as AWS writes them, and a little later none is. */
export const lastMs = 253_402_300_799_999;
/** The beginning of the year 1. */
const firstMs = -62_135_596_800_000;

/** Whether epoch milliseconds are a date that can be written in four digits of a year. */
export function isOnCalendar(epochMs: number): boolean {
  return epochMs >= firstMs && epochMs <= lastMs;
}
