/**
 * What an N attribute becomes.
 *
 * - `auto` (default): a number when nothing that is asked of it can tell it from the attribute (integers up to 2^53 - 1, and
 *   fractions that print the same), else a bigint for integers, else a `NumberValue`. Never rounded.
 * - `number`: always a number; digits that do not fit are lost.
 * - `bigint`: always a bigint; a fraction is a `DecodeError`.
 * - `string`: the text of the attribute.
 * - a function of that text; when it answers `undefined` or `null`, the record is rejected.
 */
export type NumberPolicy = 'auto' | 'number' | 'bigint' | 'string' | ((text: string) => unknown);
