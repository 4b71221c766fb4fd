import type { DiscardCondition } from '../core/command.ts';

const known: Readonly<Record<DiscardCondition, true>> = {
  RetryAttemptsExhausted: true,
  RecordAgeExceeded: true,
  StreamRetentionExceeded: true,
};

/** Every reason for which records are given up: AWS's words, and `StreamRetentionExceeded` for what outlived the stream (S38, S39). */
export const discardConditions: readonly string[] = Object.keys(known);
