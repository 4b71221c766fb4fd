export { HistoryError, type HistoryErrorCode, isHistoryError } from './histories/historyError.ts';
export { historyOf, type HistoryOptions, type ItemOf } from './histories/historyOf.ts';
