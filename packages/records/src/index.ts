export { keyOf, type WireKeys } from './itemKey.ts';
export { compareSequenceNumbers, isSequenceNumber } from './sequenceNumber.ts';
